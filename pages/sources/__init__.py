"""Sources: what is in here, whence, how good, under which licence."""
