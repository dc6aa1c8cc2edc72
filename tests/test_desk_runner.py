"""The process that reads and checks the files of the desk: what it finds, and what its end does."""

from __future__ import annotations

import gzip
import io
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from desk_work import (
    Panic,
    aborts,
    gives_what_cannot_be_sent,
    modules,
    prints,
    raises,
    sleeps,
    spins,
    stages,
    takes,
)  # fmt: skip
from shown import LINK, ROOT, App
from stores import made
from test_limits import far_cell, features, many_sheets
from xls_writer import xls

from pages.desk import cards, desk_state, work, worker
from pages.desk.desk_state import RUNNER
from pages.desk.states import understood
from secon_data import workbooks
from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_data.package import SHIPPED, Package
from secon_data.problems import STAGES, Problem
from secon_data.store import StoreError, Upload
from secon_ui.processes import pipes
from secon_ui.processes.runner import Job, Runner, StoppedError
from secon_ui.processes.serving import FailedError
from secon_ui.shell.menu import PAGES
from secon_ui.text.words import Words

DESK = next(page for page in PAGES if page.slug == "desk")
WHERE = worker.Where(SHIPPED, None, "shipped")
HEAD = "area_id,indicator_id,year,value,flag,extract_id"
RATE = "unemployment_rate_15_74"
# Latvia's rate: 6.9 in 2024; the second row repeats its 6.5 of 2023.
FILE = Upload(
    "rates.csv",
    f"{HEAD}\nLV00,{RATE},2024,7.1,,unemployment_rate_15_74-3\nLV00,{RATE},2023,6.5,,unemployment_rate_15_74-3\n".encode(),
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    found = Runner("pages.desk.worker", processes=1)
    yield found
    found.close()


@pytest.fixture(scope="module")
def pair() -> Iterator[Runner]:
    found = Runner("pages.desk.worker")
    yield found
    found.close()


def begun(job: Job[object]) -> None:
    """Waits until the process is at it."""
    until = time.monotonic() + 20
    while not job.stage and time.monotonic() < until:
        time.sleep(0.01)
    assert job.stage


def same(one: object, other: object) -> bool:
    if isinstance(one, pd.DataFrame):
        return one.equals(other) and list(one.dtypes) == list(other.dtypes)
    return one == other


def test_what_the_process_finds_is_exactly_what_the_server_itself_would_find(runner):
    package = Package(SHIPPED)
    here = work.received("observations", FILE, package)
    there = runner.submit(worker.received, WHERE, "observations", FILE).result(60)
    assert same(there.intake.table, here.intake.table) and there.upload == FILE
    expected = work.examine(here, package, {"observations": 3})
    found = runner.submit(worker.examined, WHERE, there, {"observations": 3}).result(60)
    assert found.report == expected.report and found.expected == 3
    assert same(found.table, expected.table)
    assert len(found.table) == len(package.table("observations"))
    for part in ("added", "removed", "cells", "news", "changed"):
        assert same(getattr(found.changed, part), getattr(expected.changed, part))
    assert list(found.changed.news["new"]) == [7.1]


def test_the_stages_arrive_in_their_order(runner, monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(
        Job, "__setattr__", lambda job, name, value: _noting(seen, job, name, value)
    )
    there = runner.submit(worker.received, WHERE, "observations", FILE).result(60)
    runner.submit(worker.examined, WHERE, there, {}).result(60)
    assert [stage for stage in seen if stage] == ["read", *STAGES, "changes"]
    seen.clear()
    runner.submit(stages, 500).result(60)
    assert seen == ["", *map(str, range(500))]


def _noting(seen: list[str], job: Job[object], name: str, value: object) -> None:
    object.__setattr__(job, name, value)
    if name == "stage":
        seen.append(str(value))


def test_no_streamlit_is_in_the_process(runner):
    runner.submit(worker.received, WHERE, "observations", FILE).result(60)
    found = runner.submit(modules).result(60)
    assert "streamlit" not in found and {"secon_data", "secon_ui", "pandas"} <= found


@pytest.mark.parametrize(
    "error",
    [
        IntakeError("unknown-sheet", sheet="a", sheets="b"),
        DataError(
            "{n} {why}.", file="a.csv", row=3, column="c", value="v", mend="Mend.", n=2, why="x"
        ),
        StoreError("gone.", file="store"),
    ],
)
def test_an_error_comes_over_as_it_was_and_the_process_stays(runner, error):
    before = runner.submit(prints).result(60)
    with pytest.raises(type(error)) as raised:
        runner.submit(raises, error).result(60)
    assert str(raised.value) == str(error) and vars(raised.value) == vars(error)
    assert runner.submit(prints).result(60) == before


def test_a_table_is_sent_as_it_lies_in_memory_and_comes_over_whole():
    table = pd.DataFrame(
        {"area_id": pd.Series(["LV00", "", "Ķekava"] * 50_000, dtype="str"), "value": 1.5},
        index=pd.RangeIndex(2, 150_002, name="row"),
    )
    message = pipes.packed(("done", table))
    # A copy of its 150,000 rows would be two megabytes and more.
    assert len(message.head) < 10_000
    stream = io.BytesIO()
    pipes.write(stream, message)
    pipes.write(stream, pipes.packed(("stage", "read")))
    stream.seek(0)
    kind, found = pipes.receive(stream)
    assert kind == "done"
    pd.testing.assert_frame_equal(found, table)
    found.loc[2, "value"] = 2.5  # who gets it may change it
    assert pipes.receive(stream) == ("stage", "read")
    with pytest.raises(EOFError):
        pipes.receive(stream)


def test_a_message_that_breaks_off_is_the_end_of_the_stream():
    stream = io.BytesIO()
    pipes.write(stream, pipes.packed(pd.DataFrame({"value": range(100_000)})))
    torn = io.BytesIO(stream.getvalue()[:-1])
    with pytest.raises(EOFError):
        pipes.receive(torn)


def test_an_answer_that_cannot_be_sent_is_an_error_and_no_silence(runner):
    with pytest.raises(FailedError):
        runner.submit(gives_what_cannot_be_sent).result(60)
    assert runner.submit(sleeps, 0).result(60) == "awake"


def test_a_killed_process_stops_its_file_alone(runner):
    job, after = runner.submit(sleeps, 60), runner.submit(sleeps, 0)
    begun(job)
    os.kill(runner.pid_of(job), signal.SIGKILL)
    with pytest.raises(StoppedError) as stopped:
        job.result(20)
    assert stopped.value.why == ""
    assert after.result(60) == "awake"


@pytest.mark.parametrize("error", [ValueError, RecursionError, SystemExit, Panic])
def test_whatever_else_the_work_raises_is_told_with_its_place(runner, error):
    before = runner.submit(prints).result(60)
    with pytest.raises(FailedError) as raised:
        runner.submit(raises, error("anything")).result(60)
    assert raised.value.what == error.__name__ and raised.value.where.startswith("desk_work:")
    assert runner.submit(prints).result(60) == before


def test_memory_without_end_is_refused_in_words_and_the_process_stays(runner):
    before = runner.submit(prints).result(60)
    with pytest.raises(IntakeError) as raised:
        runner.submit(takes, 2 * 10**9).result(60)
    assert raised.value.code == "too-much-memory"
    assert runner.submit(prints).result(60) == before
    assert runner.submit(takes, 300 * 10**6).result(60) == 300 * 10**6


def test_a_library_that_gets_no_memory_ends_its_file_alone(runner):
    with pytest.raises(StoppedError) as stopped:
        runner.submit(aborts).result(60)
    assert stopped.value.why == "memory"
    assert runner.submit(sleeps, 0).result(60) == "awake"


def packed(line: bytes, times: int) -> bytes:
    return gzip.compress(b"name\n" + line * times)


def looping(first: int) -> bytes:
    """An old workbook whose allocation table leads from its last sector back to one before."""
    content = bytearray(xls(["area_id", "value"], ["LV00", "7.1"]))
    last = len(content) // 512 - 2
    content[512 + 4 * last : 516 + 4 * last] = struct.pack("<I", first)
    return bytes(content)


# Small files that describe enormous tables, or have no end.
SMALL = {
    "a cell at XFD8000": lambda: far_cell("XFD8000"),
    "a cell at XFD12000": lambda: far_cell("XFD12000"),
    "999 names above a million features": lambda: features(999, 1_000_000),
    "5.8 GB as it was once read": lambda: packed(b"a,b,c,d,e,f,g,h,i,j\n", 5_100_000),
    "1,000 names above short rows": lambda: packed(b",".join([b"k"] * 1_000) + b"\n" + b"a\n", 9_000),
    "a cell without end": lambda: packed(b"\xc4\x81" * 1_000, 20_000),
    "400 sheets": lambda: many_sheets(400, 100),
    "a table that leads back to its beginning": lambda: looping(2),
    "a table that stands still": lambda: looping(10),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Runner]:
    found = Runner("pages.desk.worker", processes=1)
    yield found
    found.close()


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_never_takes_a_gigabyte(reader, name):
    job = reader.submit(worker.received, WHERE, "observations", Upload("a.xls", SMALL[name]()))
    with suppress(IntakeError):
        assert len(job.result(120).intake.table) <= 200
    (pid,) = reader.pids  # it lives, and never had more
    status = Path(f"/proc/{pid}/status").read_text()
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    assert peak * 1024 < 1_000_000_000


def test_processor_time_is_limited_for_each_job(runner, monkeypatch):
    with pytest.raises(StoppedError) as stopped:
        runner.submit(spins, 1).result(60)
    assert stopped.value.why == "time"
    assert runner.submit(sleeps, 0).result(60) == "awake"


def test_one_editors_bad_file_holds_up_nobody_else(pair):
    first, second = (pair.submit(sleeps, 60, owner="anna") for _ in range(2))
    begun(first)
    other = pair.submit(sleeps, 0, owner="ben")
    assert other.result(30) == "awake"
    assert second.waits and len(pair.at_work) == 1  # her next file waits for her first
    first.cancel()
    begun(second)
    second.cancel()
    assert pair.submit(sleeps, 0, owner="anna").result(30) == "awake"


def test_the_marked_file_and_templates_are_made_beside_the_server(runner):
    package = Package(SHIPPED)
    here = workbooks.template(package, "funding", None, Words("lv").data)
    there = runner.submit(worker.template, WHERE, "funding", None, "lv").result(60)
    assert table(there) == table(here)
    rows = runner.submit(worker.template, WHERE, "observations", "riga", "en").result(60)
    areas = package.table("region_areas")
    own = set(areas.loc[areas["region_id"] == "riga", "area_id"])
    assert {row[0] for row in table(rows)[1:]} <= own and len(table(rows)) > 100
    sent = runner.submit(worker.received, WHERE, "observations", FILE).result(60)
    problem = Problem("not-a-number", "values", row=2, column="value", value="x")
    marked = runner.submit(worker.marked, sent.intake, (problem,), {"value": "value"}, "lv")
    assert table(marked.result(60))[1][:4] == ("LV00", RATE, "2024", "7.1")


def table(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_a_process_that_was_killed_while_idle_is_replaced_unnoticed(runner):
    first = runner.submit(prints).result(60)
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    assert runner.submit(prints).result(60) != first


def test_a_file_that_nobody_waits_for_does_not_hold_up_the_next(runner):
    long, queued, next_one = (runner.submit(sleeps, seconds) for seconds in (60, 60, 0))
    begun(long)
    assert queued.waits and not long.waits
    start = time.monotonic()
    long.cancel()
    queued.cancel()
    assert next_one.result(30) == "awake" and time.monotonic() - start < 20
    next_one.cancel()  # it is done: the process of whoever comes next is left alone
    assert runner.submit(sleeps, 0).result(60) == "awake"


def test_a_file_that_never_ends_is_stopped():
    impatient = Runner("pages.desk.worker", longest=0.5, processes=1)
    impatient.submit(prints).result(60)
    try:
        with pytest.raises(StoppedError) as stopped:
            impatient.submit(sleeps, 60).result(20)
        assert stopped.value.why == "time"
    finally:
        impatient.close()


def test_the_server_may_end_at_any_moment_and_nothing_stays_behind(tmp_path):
    script = tmp_path / "server.py"
    script.write_text(
        f"import sys, time; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from desk_work import sleeps\n"
        "from pages.desk.desk_state import RUNNER\n"
        "job = RUNNER.submit(sleeps, 60)\n"
        "while not job.stage: time.sleep(0.01)\n"
        "print(*RUNNER.pids, flush=True)\n"
        "time.sleep(0 if sys.argv[1] == 'exit' else 60)\n"
    )
    for end in ("exit", "kill", "terminate"):
        server = subprocess.Popen([sys.executable, script, end], stdout=subprocess.PIPE, text=True)
        pid = int(server.stdout.readline())
        if end != "exit":
            getattr(server, end)()
        server.wait(20)
        until = time.monotonic() + 10
        while _runs(pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert not _runs(pid), end
        server.stdout.close()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Dead already, but not yet collected by whoever inherited it.
    with suppress(OSError):
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


def test_a_dead_process_leaves_no_zombie(runner):
    pid = runner.submit(prints).result(60)
    os.kill(pid, signal.SIGKILL)
    runner.submit(prints).result(60)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_sessions_take_turns_and_the_one_that_waits_is_told(runner):
    first, second = runner.submit(sleeps, 0.5), runner.submit(sleeps, 0)
    begun(first)
    told = "Another file is being worked on; yours comes next."
    assert told in cards.progress(second.stage, Words("en"), waits=second.waits)
    assert told not in cards.progress("file", Words("en"), waits=first.waits)
    assert told in cards.reading(Words("en"), waits=second.waits)
    assert [first.result(20), second.result(20)] == ["awake", "awake"]


def test_a_check_that_is_stopped_is_told_and_the_file_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    app = App().open(DESK, **LINK)
    app.at.file_uploader[0].upload(FILE.name, FILE.content, "text/csv")
    _settled(app)
    # Killed as soon as it is at the file: the stage before was that of the reading.
    killer = threading.Thread(target=_kill_at_work)
    monkeypatch.setattr(desk_state, "PATIENCE", 20.0)
    killer.start()
    app.at.button(key="desk_check").click().run()
    killer.join()
    _settled(app)
    assert "was stopped before it was done" in app.html and "Is this what rates.csv" in app.html
    app.at.button(key="desk_check").click().run()
    _settled(app)
    assert "was stopped" not in app.html and "Everything is fine" in app.html


def test_a_reading_that_is_stopped_is_told_and_can_be_tried_again(tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    app = App().open(DESK, **LINK)
    with monkeypatch.context() as patched:
        patched.setattr(RUNNER, "submit", _stopped)
        app.at.file_uploader[0].upload(FILE.name, FILE.content, "text/csv")
        _settled(app)
    assert "was stopped before it was done" in app.html
    app.at.button(key="desk_again").click().run()
    _settled(app)
    assert "Is this what rates.csv says?" in app.html and "was stopped" not in app.html


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FailedError("ValueError", "check:12"), "runs the server: ValueError check:12"),
        (StoppedError("x", "time"), "took too long"),
        (StoppedError("x", "memory"), "takes more memory to work on"),
        (IntakeError("too-much-memory"), "takes more memory to read"),
        (ValueError("unknown"), "The app failed at this file"),
    ],
)
def test_whatever_the_work_ends_in_the_page_stays_with_a_card(error, said, tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    app = App().open(DESK, **LINK)
    job: Job[work.Work] = Job(RUNNER, worker.received, ())
    job.future.set_exception(error)
    with monkeypatch.context() as patched:
        patched.setattr(RUNNER, "submit", lambda *_, **__: job)
        app.at.file_uploader[0].upload(FILE.name, FILE.content, "text/csv")
        _settled(app)
    assert said in app.html and app.framed and "This page cannot be shown" not in app.html
    # Then a check that ends so: the file is still there.
    app.at.file_uploader[0].upload(FILE.name, FILE.content, "text/csv")
    _settled(app)
    assert "Is this what rates.csv says?" in app.html and said not in app.html
    with monkeypatch.context() as patched:
        patched.setattr(RUNNER, "submit", lambda *_, **__: job)
        app.at.button(key="desk_check").click().run()
        _settled(app)
    assert said in app.html and "Is this what rates.csv says?" in app.html and app.framed


def test_a_step_that_cannot_be_shown_lets_the_file_be_put_away(tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    app = App().open(DESK, **LINK)
    with monkeypatch.context() as patched:
        patched.setattr(understood, "matched", _fails)
        app.at.file_uploader[0].upload(FILE.name, FILE.content, "text/csv")
        _settled(app)
        assert "The app failed at this file" in app.html and app.framed
        assert "runs the server: ValueError test_desk_runner:" in app.html
        app.at.button(key="desk_put_away").click().run()
    assert "2. Your file" in app.html and "The app failed" not in app.html


def _fails(*_: object) -> None:
    raise ValueError("anything")


def _stopped(*_: object, **__: object) -> Job[work.Work]:
    job: Job[work.Work] = Job(RUNNER, worker.received, ())
    job.future.set_exception(StoppedError("killed"))
    return job


def _kill_at_work() -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for job in RUNNER.at_work:
            if job.function is worker.examined and job.stage:
                os.kill(RUNNER.pid_of(job), signal.SIGKILL)
                return
        time.sleep(0.001)


def _settled(app: App) -> None:
    app.at.run()
    for _ in range(100):
        if "aria-busy" not in app.html:
            break
        time.sleep(0.1)
        app.at.run()
    assert app.failed == ""


def test_a_column_of_text_is_sent_as_it_lies():
    text = pd.Series(["Rīga", None, "", "x" * 1000] * 1000, dtype="str")
    sent = pipes.packed(text)
    assert len(sent.head) < 1000  # nothing of it is written into what is made first
    lies = {buffer.address for chunk in text.array.__arrow_array__().chunks for buffer in chunk.buffers() if buffer}  # fmt: skip
    assert lies <= {pa.py_buffer(part).address for part in sent.parts}
    stream = io.BytesIO()
    pipes.write(stream, sent)
    stream.seek(0)
    pd.testing.assert_series_equal(pipes.receive(stream), text)
