"""Words, sentences and searching. Pure."""
