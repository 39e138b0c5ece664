"""RPL: the authentic source tells which SSINs were replaced or canceled, and which of that was revoked."""
