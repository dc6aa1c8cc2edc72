"""Data desk: from a sent file to a published revision, in five steps; history and undo."""

from __future__ import annotations

from pages.desk import desk_state, resume
from pages.desk.states import (
    changed,
    checked,
    choose,
    common,
    published,
    understood,
    upgrade,
    visitor,
)
from pages.desk.views import DeskView, allowed
from secon_ui.server import access
from secon_ui.shell import frame

_STATES = {
    "choose": choose.show,
    "understood": understood.show,
    "check": checked.show,
    "changes": changed.show,
    "published": published.show,
}

with frame.open_page("desk", DeskView, allowed) as page:
    t = page.t
    asked = access.access()
    resume.arrive(asked)
    if not asked.may_publish:
        visitor.show(page, asked)
    else:
        now = desk_state.desk()
        if now.work is not None and now.work.dataset != page.view.dataset:
            # Another dataset was chosen by the link: the file was meant for the first.
            desk_state.clear()
        common.damage(page)
        gap = upgrade.needed(page)
        if gap is not None and upgrade.hinders(gap):
            upgrade.show(page, gap)
        elif common.read(page):
            common.step(page, _STATES[desk_state.desk().step])
            if gap is not None and desk_state.desk().step == "choose":
                upgrade.offer(page, gap)
        common.seated(page, asked)
        common.events(page)
