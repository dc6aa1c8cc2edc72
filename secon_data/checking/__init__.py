"""A draft → its problems."""
