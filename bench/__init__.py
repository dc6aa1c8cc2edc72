"""How fast the app is, part by part, each beside something to hold it against: ``make bench``."""
