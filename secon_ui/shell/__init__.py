"""What stands around every page, and what a page works with."""
