"""The report of a region: what the pages say of it, one after another."""
