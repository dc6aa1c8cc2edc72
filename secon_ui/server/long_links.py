"""Links with a list of slides, which hold its headlines and notes, are longer than most."""

from uvicorn.protocols.http import h11_impl

LONGEST = 256 * 1024  # bytes of a request's first line and headers: sixty slides with long notes


def let_in() -> None:
    """Lets this process's server read such links, however it was started. Its usual 16 kB count
    only what comes in several pieces, so that a long link would work here and not over a network.
    Streamlit has no setting for it."""
    h11_impl.DEFAULT_MAX_INCOMPLETE_EVENT_SIZE = LONGEST  # type: ignore[attr-defined]
