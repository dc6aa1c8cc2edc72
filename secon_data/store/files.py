"""The files of a store, on a disk or in an object store: written whole or not at all, on a disk for
its service alone and synced."""

from __future__ import annotations

import errno
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from pyarrow import fs

# An object store that does not answer is told as that, and holds up nobody for long.
CONNECT, REQUEST, TRIES = 3.0, 8.0, 2  # seconds, seconds, attempts
ENGINE = {
    "connect_timeout": f"{CONNECT:g}s",
    "timeout": f"{REQUEST:g}s",
    "max_retries": str(TRIES - 1),
    "retry_timeout": f"{2 * REQUEST:g}s",
}
PART = ".part"
_OLD = 3600.0  # seconds; a part so old is nobody's any more
_WAIT = 30.0  # seconds for whoever publishes before
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)


class Files:
    """Files below ``address``, named by their paths from there. OSError from each, as it comes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.local = "://" not in address
        self._system, self._root = _opened(address, _environment())

    def names(self, folder: str = "") -> dict[str, int]:
        """The files of a folder and their sizes in bytes; folders with −1. Empty without it."""
        selector = fs.FileSelector(self._path(folder), allow_not_found=True)
        return {
            info.base_name: -1 if info.type == fs.FileType.Directory else info.size
            for info in self._system.get_file_info(selector)
        }

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        found = self._system.get_file_info(self._path(path))
        return bool(found.type == fs.FileType.File)

    def read(self, path: str) -> bytes:
        """What a file holds. FileNotFoundError without it."""
        with self._system.open_input_file(self._path(path)) as stream:
            return bytes(stream.read())

    def write(self, path: str, content: bytes) -> None:
        """Writes a file in place of one that is there: whole, or not at all."""
        if not self.local:
            with self._system.open_output_stream(self._path(path)) as stream:
                stream.write(content)
            return
        target = Path(self._path(path))
        part = self._part(target, content)
        try:
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self.settle(target.parent)

    def create(self, path: str, content: bytes) -> None:
        """Writes a new file on a disk: whole, or not at all. FileExistsError where there is one,
        whoever else writes it at the same moment."""
        target = Path(self._path(path))
        part = self._part(target, content)
        try:
            try:
                os.link(part, target)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                # A disk without links: who publishes is alone (``alone``).
                if target.exists():
                    raise FileExistsError(errno.EEXIST, "there already", str(target)) from None
                part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def remove(self, path: str) -> None:
        """Takes a file away, where there is one."""
        with suppress(FileNotFoundError):
            self._system.delete_file(self._path(path))

    def settle(self, folder: Path | str = "") -> None:
        """Returns when what a folder names, and it itself in those above up to the store's own,
        outlives a power cut. Does nothing in an object store, which answers when it has it."""
        if not self.local:
            return
        root = Path(self._root)
        at = Path(self._path(folder)) if isinstance(folder, str) else folder
        while True:
            handle = os.open(at, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            if at == root.parent or at == at.parent:
                return
            at = at.parent

    def folder(self, path: str = "") -> None:
        """Makes a folder on a disk where there is none, for this service alone."""
        if not self.local:
            return
        at = Path(self._path(path))
        if path:
            self.folder(str(Path(path).parent).removeprefix("."))
            at.mkdir(mode=0o700, exist_ok=True)
        else:
            at.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make_private(self) -> None:
        """Takes from all others on a disk the right to read or write what is there."""
        if self.local:
            for path in (Path(self._root), *Path(self._root).rglob("*")):
                mode = path.lstat().st_mode
                if mode & 0o077 and not path.is_symlink():
                    path.chmod(mode & 0o700)

    def sweep(self, folder: str) -> None:
        """Takes away what writers that were killed have left of files begun long ago."""
        for name in self.names(folder) if self.local else ():
            if name.endswith(PART):
                left = Path(self._path(folder), name)
                with suppress(OSError):
                    if left.stat().st_mtime < time.time() - _OLD:
                        left.unlink()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within it nobody else who asks so writes to the same store on this disk. OSError after a
        while of waiting. In an object store nobody is alone: there the commit alone decides."""
        if not self.local:
            yield
            return
        import fcntl  # where there is none, there is no such store either

        handle = os.open(self._path("_lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            end = time.monotonic() + _WAIT
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise TimeoutError("somebody else has been writing for long") from None
                    time.sleep(0.02)
            yield
        finally:
            os.close(handle)

    def path(self, path: str) -> tuple[fs.FileSystem, str]:
        """For a reader that takes a file system: it, and where a file is on it."""
        return self._system, self._path(path)

    def mode(self, path: str) -> int | None:
        """A file's rights on a disk; None in an object store."""
        return Path(self._path(path)).stat().st_mode & 0o777 if self.local else None

    def _part(self, target: Path, content: bytes) -> Path:
        """A file beside the one to write, with its content, on the disk already."""
        self.folder(str(target.parent.relative_to(self._root)).removeprefix("."))
        part = target.with_name(f".{target.name}.{uuid.uuid4().hex}{PART}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part

    def _path(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root


def _environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


def _opened(address: str, environment: Mapping[str, str]) -> tuple[fs.FileSystem, str]:
    return _system(address, tuple(sorted(environment.items())))


@lru_cache(maxsize=8)
def _system(address: str, environment: tuple[tuple[str, str], ...]) -> tuple[fs.FileSystem, str]:
    """The file system of an address, and the store's root there."""
    if "://" not in address:
        return fs.LocalFileSystem(), address
    if not address.startswith("s3://"):
        found, root = fs.FileSystem.from_uri(address)
        return found, root
    said = dict(environment)
    return (
        fs.S3FileSystem(
            region=said.get("AWS_REGION") or said.get("AWS_DEFAULT_REGION"),
            endpoint_override=said.get("AWS_ENDPOINT_URL"),
            connect_timeout=CONNECT,
            request_timeout=REQUEST,
            retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=TRIES),
        ),
        address.removeprefix("s3://"),
    )
