"""Figures, maps and tables: table in, figure out. Pure."""
