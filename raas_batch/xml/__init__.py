"""XML in and out: hardened streaming reader, compiled schemas, explaining a refusal, streaming writer."""
