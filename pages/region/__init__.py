"""My region: how it stands on every indicator, who is like it, and who does better. Pure."""
