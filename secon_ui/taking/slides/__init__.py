"""Slides whose charts, tables and maps can be edited. Pure."""

from secon_ui.taking.slides.deck import deck

__all__ = ["deck"]
