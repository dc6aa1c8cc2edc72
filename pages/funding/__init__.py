"""Funding: which money, for whom, until when."""
