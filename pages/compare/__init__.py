"""Compare: one indicator for the nine regions."""
