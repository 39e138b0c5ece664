"""The way every received file goes, whatever its flow: claim, admit, apply, answer; and what an operator may decide."""
