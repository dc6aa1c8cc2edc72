"""Curated data on nine European regions and their social economy; knows nothing of any screen."""
