"""``secon-data report``: the report of a region from the shell, where the app is beside the
package."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from secon_data import settings
from secon_data.cli.names import known
from secon_ui.text.words import languages


def register(commands: Any) -> None:
    """Adds ``report`` to the parser."""
    command = commands.add_parser("report", help="the report of a region as PDF")
    command.add_argument("region", metavar="REGION", help="the id of a partner region, as «riga»")
    command.add_argument(
        "--language", choices=languages(), default="en", help="of the report; English when left out"
    )
    command.add_argument(
        "--output",
        type=Path,
        help="the file to write, .pdf or .pptx; «secon-REGION-LANGUAGE.pdf» when left out",
    )
    command.add_argument("--address", default="", help="of the app, with which its links begin")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # What draws is loaded where it is used: the other commands do without.
    from pages.report import job
    from pages.report.contents import report
    from secon_ui import clock

    package = settings.package()
    region = options.region
    if not known(region, list(package.table("regions")["region_id"]), "the partner regions"):
        return 2
    look = job.on_paper(package, options.language, clock.today())
    file = options.output or Path(f"secon-{region}-{options.language}.pdf")
    format: job.Format = "pptx" if file.suffix.lower() == ".pptx" else "pdf"
    content = job.set_as(format, report(region, package, look, options.address))
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)  # whole, or not at all
    except OSError as error:
        part.unlink(missing_ok=True)
        print(f"{file} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Written: {file}")
    return 0
