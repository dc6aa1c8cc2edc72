"""How the bench tells what it measured against its targets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measurement: what it is, what was measured, what it is held against, and the target for
    ``found``, which is in ``unit``."""

    what: str
    measured: str
    beside: str
    found: float
    target: float
    unit: str = ""

    @property
    def missed(self) -> bool:
        return self.found > self.target


def show(lines: list[Line]) -> None:
    """Prints the measurements, each with its target."""
    print(f"{'the data desk':64} {'measured':>12} {'beside':>12} {'result':>8} {'target':>8}")
    for line in lines:
        found, target = (f"{n:.2f} {line.unit}".rstrip() for n in (line.found, line.target))
        verdict = "missed" if line.missed else "met"
        figures = f"{line.measured:>12} {line.beside:>12} {found:>8} {target:>8}"
        print(f"{line.what:64} {figures}  {verdict}")
    print()
