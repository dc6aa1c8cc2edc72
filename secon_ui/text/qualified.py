"""How sources round their figures, in words."""

from __future__ import annotations

from secon_ui.text.words import mark

QUALIFIERS = {
    "more_than": mark("more than {value}"),
    "at_least": mark("at least {value}"),
    "about": mark("about {value}"),
    "almost": mark("almost {value}"),
}
