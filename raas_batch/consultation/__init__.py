"""An organisation consults its own dossiers."""
