"""How the bench tells what it measured against its targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One measurement: what it is, what was measured, what it is held against, and the target
    that ``found`` may not exceed, both in ``unit``. None as target: told, not held to anything."""

    what: str
    measured: str
    beside: str
    found: float
    target: float | None
    unit: str = "×"

    @property
    def missed(self) -> bool:
        return self.target is not None and not self.found <= self.target

    @property
    def verdict(self) -> str:
        return "" if self.target is None else "missed" if self.missed else "met"


@dataclass
class Section:
    """Measurements that belong together. ``notes``: what a reader must know to weigh them."""

    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.lines if line.missed]


def show(section: Section) -> None:
    """Prints a section's measurements, each with its target."""
    head = f"{'measured':>14} {'beside':>14} {'result':>10} {'target':>10}"
    print(f"\n{section.title:58} {head}")
    for line in section.lines:
        print(f"{line.what:58} {_figures(line)}  {line.verdict}".rstrip())
    for note in section.notes:
        print(f"  {note}")


def conclude(sections: Iterable[Section]) -> bool:
    """Prints how much was met and where it was not; whether anything was missed."""
    held = missed = 0
    where = []
    for section in sections:
        held += sum(line.target is not None for line in section.lines)
        missed += len(section.missed)
        if section.missed:
            where.append(f"{section.title} ({len(section.missed)})")
    print(f"\n{held - missed} of {held} targets met.")
    if where:
        print(f"Missed: {', '.join(where)}.")
    return missed > 0


def ms(value: float) -> str:
    """Milliseconds as a cell of the table."""
    return f"{value:.0f} ms" if value >= 100 else f"{value:.1f} ms"


def _figures(line: Line) -> str:
    found = _with_unit(line.found, line.unit)
    target = "" if line.target is None else _with_unit(line.target, line.unit)
    return f"{line.measured:>14} {line.beside:>14} {found:>10} {target:>10}"


def _with_unit(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if unit in ("×", "s", "") else f"{value:.0f} {unit}"
