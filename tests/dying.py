"""Work whose process is killed in the midst of it, as a system does that has no memory left."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any


def dies(make: Callable[..., Any], *asked: Any, told: Callable[[str], None]) -> Any:
    """What was asked for, up to its last stage: for a report that is when it begins to draw."""

    def last(stage: str) -> None:
        told(stage)
        if stage in ("draw", "write"):
            os.kill(os.getpid(), signal.SIGKILL)

    return make(*asked, told=last)
