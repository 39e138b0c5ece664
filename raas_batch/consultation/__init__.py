"""CON: an organisation consults its own dossiers, by a file of questions or at the command line."""
