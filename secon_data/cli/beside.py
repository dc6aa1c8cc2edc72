"""Commands that an app beside this package adds: it is there in a checkout, and not where the
package alone is installed."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

# Each has a ``register(commands)`` as the modules here do. Named, not imported: the app knows the
# package, and the package nothing of the app.
APP, MODULES = "pages/report/command.py", ("pages.report.command",)


def parts() -> list[ModuleType]:
    """The modules of the app in the working folder or beside this package; none without one."""
    for folder in (Path.cwd(), Path(__file__).resolve().parents[2]):
        if (folder / APP).is_file():
            if str(folder) not in sys.path:
                sys.path.append(str(folder))
            return [import_module(name) for name in MODULES if find_spec(name) is not None]
    return []
