"""The stepper, and what stands beside the first step. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secon_data.revision import Revision
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, mark

STEPS = {
    "choose": mark("Choose file"),
    "understood": mark("What was understood"),
    "check": mark("Check"),
    "changes": mark("Changes"),
    "published": mark("Published"),
}


def stepper(now: str, t: Words) -> Markup:
    """The five steps; those before ``now`` are done."""
    names = list(STEPS)
    place = names.index(now)
    done = len(names) if now == "published" else place
    items = []
    for i, name in enumerate(names):
        state = "done" if i < done else "now" if i == place else "ahead"
        sign = "✓" if i < done else str(i + 1)
        current = html(' aria-current="step"') if i == place else EMPTY
        items.append(
            html(
                '<li class="{}"{}><i aria-hidden="true">{}</i><span>{}</span></li>',
                state,
                current,
                sign,
                t(STEPS[name]),
            )
        )
    label = t("Steps")
    return html('<ol class="desk-steps" aria-label="{}">{}</ol>', label, joined(items))


def promises(t: Words) -> Markup:
    """What happens next, so that nobody is afraid to begin."""
    lines = (
        t("You see what was understood of the file, and put it right where it is wrong."),
        t("Each problem is named with row, column and an example that works."),
        t("You see every change, old and new, the largest first."),
        t(
            "You write one line why, and confirm. Everybody sees the new figures at their next "
            "click."
        ),
    )
    items = joined(html("<li>{}</li>", line) for line in lines)
    return html(
        '<section class="desk-card"><h2>{}</h2><ol class="desk-next">{}</ol></section>',
        t("What happens next"),
        items,
    )


def lately(newest: Mapping[str, Revision], titled: Callable[[str], str], t: Words) -> Markup:
    """The latest revision of each dataset, the newest first."""
    found = sorted(newest.values(), key=lambda r: r.when, reverse=True)[:4]
    items = joined(
        html("<li><b>{}</b><span>{}</span></li>", titled(r.dataset), joined(_said(r, t), " · "))
        for r in found
    )
    none = t("Nothing was published yet; the shipped files are shown.")
    body = (
        html('<ul class="desk-lately">{}</ul>', items)
        if items
        else html('<p class="quiet">{}</p>', none)
    )
    return html(
        '<section class="desk-plain"><h2>{}</h2>{}</section>', t("Recently published"), body
    )


def rows_said(revision: Revision, t: Words) -> list[str]:
    """How many rows were added, changed and removed, those that are none left out."""
    parts = []
    if revision.added:
        parts.append(t.plural("{n} row added", "{n} rows added", revision.added))
    if revision.changed:
        parts.append(t.plural("{n} row changed", "{n} rows changed", revision.changed))
    if revision.removed:
        parts.append(t.plural("{n} row removed", "{n} rows removed", revision.removed))
    return parts or [t("no row changed")]


def _said(revision: Revision, t: Words) -> list[str]:
    day = t.date(f"{revision.when.astimezone():%Y-%m-%d}", brief=True)
    who = revision.who
    if revision.restored is not None:
        return [day, t("revision {number} restored by {who}", number=revision.restored, who=who)]
    return [part for part in (day, who, *rows_said(revision, t)) if part]
