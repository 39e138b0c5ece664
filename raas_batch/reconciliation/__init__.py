"""REC: an organisation has its own list compared with what the register holds. Nothing in the register changes."""
