"""Files as people sent them, kept under their digests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from secon_data.store.files import Files

UPLOADS = "_uploads"


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def keep(files: Files, upload: Upload) -> None:
    """Keeps a file under its digest."""
    files.sweep(UPLOADS)
    if not files.exists(f"{UPLOADS}/{upload.digest}"):
        files.write(f"{UPLOADS}/{upload.digest}", upload.content)
