"""A dataset's revisions in words. Pure."""

from __future__ import annotations

from secon_data.revision import Revision
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def why(revision: Revision, t: Words) -> str:
    """The note; of the first revision, what it is."""
    if revision.number == 0 and not revision.why:
        return t("The file that came with the app")
    return revision.why


def line(revision: Revision, current: int, t: Words, *, names: bool = True) -> Markup:
    """One revision: number, when, who, why, rows. ``names``: whether who is said; it is no
    matter of everybody's."""
    tag = EMPTY
    if revision.number == current:
        tag = html(' <em class="desk-tag">{}</em>', t("now shown"))
    elif revision.restored is not None:
        told = t("revision {number} again", number=revision.restored)
        tag = html(' <em class="desk-tag ahead">{}</em>', told)
    when = t.moment(revision.when)
    who = html('<span dir="auto">{}</span>', revision.who or "–") if names else EMPTY
    kind = "desk-revision" if names else "desk-revision nameless"
    return html(
        '<div class="{}"><b>{}</b><span>{}</span>{}<span class="why" dir="auto">'
        "{}{}</span><span>{}</span></div>",
        kind,
        revision.number,
        when,
        who,
        why(revision, t),
        tag,
        counts(revision, t),
    )


def head(t: Words, *, names: bool = True) -> Markup:
    """The heads above ``line``."""
    who = (t("Who"),) if names else ()
    heads = (t("No."), t("When"), *who, t("Why"), t("Rows"))
    cells = joined(html("<span>{}</span>", told) for told in heads)
    return html('<div class="desk-revision head{}">{}</div>', "" if names else " nameless", cells)


def counts(revision: Revision, t: Words) -> Markup:
    """«+15 ~31 −2»."""
    parts = []
    for sign, n, kind in (
        ("+", revision.added, "added"),
        ("~", revision.changed, "changed"),
        ("−", revision.removed, "removed"),
    ):
        if n:
            parts.append(html('<b class="{}">{}{}</b>', kind, sign, t.number(n, 0)))
    if not parts:
        return html("{}", t.plural("{n} row", "{n} rows", revision.rows))
    return joined(parts, " ")
