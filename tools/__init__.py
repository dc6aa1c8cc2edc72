"""What makes committed files, and what `make` runs."""
