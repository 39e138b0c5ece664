"""REG: an organisation registers and unregisters persons."""
