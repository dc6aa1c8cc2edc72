"""What axe-core finds against WCAG 2.2 AA and its best practice, on a desk and on a phone. What
Streamlit itself does is named in docs/accessibility.md."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Which only Streamlit can mend, as the statement says.
MENU = {"exclude": [["[data-testid=stSidebarNavItems]"]]}
DROP_ZONE = ("presentation-role-conflict", True)


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    "path", ["/", "/region", "/region?view=heat", "/compare?view=ranking", "/funding", "/desk"]
)
def test_axe_finds_nothing_of_ours(path, size, stay):
    joint = "&" if "?" in path else "?"
    tab = stay(size).show(f"{path}{joint}region=riga&lang=en")
    found = Axe().run(tab.page, context=MENU, options=RULES).response["violations"]
    told = [
        (violation["id"], node["html"][:200])
        for violation in found
        for node in violation["nodes"]
        if (violation["id"], "stFileUploaderDropzone" in node["html"]) != DROP_ZONE
    ]
    assert told == []
