"""A dataset's revisions in words. Pure."""

from __future__ import annotations

import html

from secon_data.store import Revision
from secon_ui.text.words import Words


def why(revision: Revision, t: Words) -> str:
    """The note; of the first revision, what it is."""
    if revision.number == 0 and not revision.why:
        return t("The file that came with the app")
    return revision.why


def line(revision: Revision, current: int, t: Words, *, names: bool = True) -> str:
    """One revision: number, when, who, why, rows. ``names``: whether who is said; it is no
    matter of everybody's."""
    tag = ""
    if revision.number == current:
        tag = f' <em class="desk-tag">{html.escape(t("now shown"))}</em>'
    elif revision.restored is not None:
        told = t("revision {number} again", number=revision.restored)
        tag = f' <em class="desk-tag ahead">{html.escape(told)}</em>'
    when = html.escape(t.moment(revision.when))
    who = f'<span dir="auto">{html.escape(revision.who or "–")}</span>' if names else ""
    kind = "desk-revision" if names else "desk-revision nameless"
    return (
        f'<div class="{kind}"><b>{revision.number}</b><span>{when}</span>{who}'
        f'<span class="why" dir="auto">{html.escape(why(revision, t))}{tag}</span>'
        f"<span>{counts(revision, t)}</span></div>"
    )


def head(t: Words, *, names: bool = True) -> str:
    """The heads above ``line``."""
    who = (t("Who"),) if names else ()
    heads = (t("No."), t("When"), *who, t("Why"), t("Rows"))
    cells = "".join(f"<span>{html.escape(told)}</span>" for told in heads)
    return f'<div class="desk-revision head{"" if names else " nameless"}">{cells}</div>'


def counts(revision: Revision, t: Words) -> str:
    """«+15 ~31 −2»."""
    parts = []
    for sign, n, kind in (
        ("+", revision.added, "added"),
        ("~", revision.changed, "changed"),
        ("−", revision.removed, "removed"),
    ):
        if n:
            parts.append(f'<b class="{kind}">{sign}{t.number(n, 0)}</b>')
    if not parts:
        return html.escape(t.plural("{n} row", "{n} rows", revision.rows))
    return " ".join(parts)
