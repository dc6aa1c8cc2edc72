"""What makes committed files, what `make` runs, and how the app is looked at in a browser."""
