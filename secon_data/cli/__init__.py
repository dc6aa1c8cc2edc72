"""The shell's way to the same data: ``python -m secon_data COMMAND``.

Exit codes: 0 fine; 1 there is no such value, or something is wrong in the data (the reason is
printed); 2 the question was wrong: an unknown name, or wrong usage.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from secon_data.cli import beside, desk, figures, refresh, store
from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_data.problems import Problem, sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="secon-data",
        description="The figures of the nine SECON regions, and the desk that keeps them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for part in (figures, desk, refresh, store, *beside.parts()):
        part.register(commands)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal of few letters shows the others by their numbers, instead of ending the work.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(options.run(options))
    except DataError as error:
        print(f"The data cannot be read: {error}", file=sys.stderr)
    except IntakeError as error:
        told = sentence(Problem(error.code, "file", details=error.details))
        print(f"{told.what} {told.expected}".strip(), file=sys.stderr)
    return 1
