"""Messages between the server and the processes beside it. Tables go as they lie in memory, after
what holds them: a copy of all that was found of a large file would take more than a process has."""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import pandas as pd


@dataclass(frozen=True)
class Packed:
    """A message that is ready to be written: ``parts`` lie where they lay."""

    head: bytes
    parts: Sequence[memoryview]


class _Pickler(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        """Columns of text as they lie: pandas would make a copy of each."""
        if isinstance(thing, pd.arrays.ArrowStringArray):
            return pd.array, (thing.__arrow_array__(), thing.dtype)
        return NotImplemented


def packed(message: Any) -> Packed:
    """A message as it goes. What cannot be sent raises here, before anything is written."""
    buffers: list[pickle.PickleBuffer] = []
    head = io.BytesIO()
    _Pickler(head, pickle.HIGHEST_PROTOCOL, buffer_callback=buffers.append).dump(message)
    return Packed(head.getvalue(), [buffer.raw() for buffer in buffers])


def write(stream: IO[bytes], message: Packed) -> None:
    """Writes a message."""
    sizes = [part.nbytes for part in message.parts]
    pickle.dump((message.head, sizes), stream, pickle.HIGHEST_PROTOCOL)
    for part in message.parts:
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message. EOFError when the stream ends before it does."""
    head, sizes = pickle.load(stream)
    return pickle.loads(head, buffers=[_part(stream, size) for size in sizes])


def _part(stream: IO[bytes], size: int) -> bytearray:
    part = bytearray(size)
    rest = memoryview(part)
    while rest:
        read = stream.readinto(rest)  # type: ignore[attr-defined]
        if not read:
            raise EOFError
        rest = rest[read:]
    return part
