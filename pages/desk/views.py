"""What a link to the data desk says."""

from __future__ import annotations

from dataclasses import dataclass

from secon_data.package import Package
from secon_ui.shell.view import Allowed, View, choice

DEFAULT = "observations"


@dataclass(frozen=True)
class DeskView(View):
    """Only the chosen dataset: what somebody uploads is nobody else's."""

    dataset: str = choice("dataset", DEFAULT)


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    return {"dataset": package.names}
