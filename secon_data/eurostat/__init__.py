"""Eurostat's figures: which series is which indicator, and asking for them."""
