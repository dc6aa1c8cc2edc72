"""Overview: what SECON is, where the regions are, how mine stands."""
