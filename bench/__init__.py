"""What a rerun of each page costs, beside an empty page and a bare one: ``make bench``."""
