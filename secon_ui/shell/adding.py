"""«Add to my slides»: the list is on the reader's device alone, so her browser keeps it
(``server/document.py`` has its script) and the server learns nothing of it."""

from __future__ import annotations

from urllib.parse import urlencode

from secon_ui.shell.view import SEPARATOR, View, to_query
from secon_ui.show.steps import MOST, Step, packed
from secon_ui.text.markup import Markup, html
from secon_ui.text.words import Words


def button(step: Step, view: View, t: Words) -> Markup:
    """The button that adds a slide, and the way to the list, which its script shows after it.
    ``view``: for whom the list is then told. Pure."""
    told = {"view": "mine", **to_query(View(view.region, view.language, rev=view.rev))}
    return html(
        '<span class="adding"><button type="button" data-slide="{}" data-most="{}" data-none="{}">'
        '<span aria-hidden="true">+</span> {}</button><a hidden href="{}" target="_self" '
        'data-said="{}" data-full="{}"></a></span>',
        packed(step),
        MOST,
        t("This browser keeps nothing"),
        t("Add to my slides"),
        f"stories?{urlencode(told, safe=SEPARATOR)}",
        # The script puts the number in.
        t("My slides ({n})", n="{n}"),
        t("My slides are full ({n})", n="{n}"),
    )
