"""The stepper, and what stands beside the first step. Pure."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping

from secon_data.store import Revision
from secon_ui.text.words import Words, mark

STEPS = {
    "choose": mark("Choose file"),
    "understood": mark("What was understood"),
    "check": mark("Check"),
    "changes": mark("Changes"),
    "published": mark("Published"),
}


def stepper(now: str, t: Words) -> str:
    """The five steps; those before ``now`` are done."""
    names = list(STEPS)
    place = names.index(now)
    done = len(names) if now == "published" else place
    items = []
    for i, name in enumerate(names):
        state = "done" if i < done else "now" if i == place else "ahead"
        sign = "✓" if i < done else str(i + 1)
        current = ' aria-current="step"' if i == place else ""
        items.append(
            f'<li class="{state}"{current}><i aria-hidden="true">{sign}</i>'
            f"<span>{html.escape(t(STEPS[name]))}</span></li>"
        )
    label = html.escape(t("Steps"))
    return f'<ol class="desk-steps" aria-label="{label}">{"".join(items)}</ol>'


def promises(t: Words) -> str:
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
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return (
        f'<section class="desk-card"><h2>{html.escape(t("What happens next"))}</h2>'
        f'<ol class="desk-next">{items}</ol></section>'
    )


def lately(newest: Mapping[str, Revision], titled: Callable[[str], str], t: Words) -> str:
    """The latest revision of each dataset, the newest first."""
    found = sorted(newest.values(), key=lambda r: r.when, reverse=True)[:4]
    items = "".join(
        f"<li><b>{html.escape(titled(r.dataset))}</b>"
        f"<span>{html.escape(' · '.join(_said(r, t)))}</span></li>"
        for r in found
    )
    none = html.escape(t("Nothing was published yet; the shipped files are shown."))
    body = f'<ul class="desk-lately">{items}</ul>' if items else f'<p class="quiet">{none}</p>'
    return f'<section class="desk-plain"><h2>{html.escape(t("Lately"))}</h2>{body}</section>'


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
