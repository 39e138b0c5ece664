"""Files at rest: inbox, archive and outbox, on a disk or on object storage. Knows nothing of what is in them."""
