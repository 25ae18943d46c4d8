"""Runs started, watched, stopped and kept, with a small script in place of `python -m evals`."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.runs.command import Command
from bot.runs.errors import BusyError, CommandError, NoSuchRunError, RunsUnavailableError, StillRunningError
from bot.runs.folder import MOST, REPORT, Folder
from bot.runs.run import Plan, Run, RunState
from bot.runs.runs import Runs
from tests.serving import ROOT

FAKE = Path(__file__).parent / "fake_evals.py"
PLAN = Plan(("rules",), ("精确计算",), False, "dev", "试一试")
NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
# What a server does that is killed while its run goes on.
SERVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.bot.test_runs import PLAN, runs_in
runs_in(Path(sys.argv[1])).start(PLAN, "甲")
print("started", flush=True)
sys.stdin.read()
"""


def runs_in(home: Path, now: datetime = NOW) -> Runs:
    """Runs of a server whose data are in home/data."""
    command = Command(home / "data", [sys.executable, str(FAKE), str(home)])
    return Runs(Folder(home / "data" / "evaluations"), command, lambda: now)


def mode(home: Path, name: str) -> None:
    (home / "mode").write_text(name, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    mode(tmp_path, "finish")
    os.mkfifo(tmp_path / "fifo")
    return tmp_path


@pytest.fixture
def runs(home: Path) -> Iterator[Runs]:
    opened = runs_in(home)
    yield opened
    opened.close()


def finished(runs: Runs) -> Run:
    run = runs.start(PLAN, "甲")
    runs.wait()
    return runs.get(run.id)


def held(runs: Runs, home: Path) -> Run:
    """A run that goes on until it is stopped; its process has begun."""
    mode(home, "hold")
    run = runs.start(PLAN, "甲")
    with (home / "fifo").open("rb") as fifo:
        assert fifo.read(5) == b"begun"
    return run


def files_of(home: Path, run: Run) -> set[str]:
    return {path.name for path in (home / "data" / "evaluations" / run.id).iterdir()}


def test_a_run_is_finished_with_its_result_although_a_floor_was_missed(runs: Runs, home: Path) -> None:
    run = finished(runs)
    assert (run.state, run.exit_code, run.by, run.plan, run.started, run.ended) == (
        RunState.FINISHED, 1, "甲", PLAN, NOW, NOW,
    )  # fmt: skip
    assert runs.overview(run.id)["commit"] == "c0ffee0123456789"
    assert [question["id"] for question in runs.questions(run.id)] == ["r-1", "r-2", "h-1"]
    assert runs.file(run.id, REPORT) == "<h1>报告</h1>".encode()
    assert files_of(home, run) == {"run.json", "alive", "progress.json", "overview.json", "result.json", "report.html"}
    assert runs_in(home).all() == [run], "another server sees the same"


def test_a_second_start_says_which_run_goes_on_also_at_another_server(runs: Runs, home: Path) -> None:
    run = held(runs, home)
    for server in (runs, runs_in(home)):
        with pytest.raises(BusyError) as caught:
            server.start(PLAN, "乙")
        assert caught.value.run == run
        assert server.get(run.id).going
    assert len(runs.all()) == 1
    with pytest.raises(StillRunningError):
        runs.delete(run.id)
    with pytest.raises(StillRunningError):
        runs.overview(run.id)


def test_progress_is_told_while_it_runs(runs: Runs, home: Path) -> None:
    run = held(runs, home)
    told = runs_in(home).progress(run.id)
    assert told is not None
    assert (told["done"], told["total"]) == (1, 4)


def test_a_run_is_stopped_by_another_server_and_leaves_nothing_half_done(runs: Runs, home: Path) -> None:
    run = held(runs, home)
    runs_in(home).cancel(run.id, "乙")
    runs.wait()
    ended = runs.get(run.id)
    assert (ended.state, ended.ended_by, ended.ended) == (RunState.CANCELLED, "乙", NOW)
    assert files_of(home, run) == {"run.json", "cancel.json", "alive", "progress.json"}
    runs.cancel(run.id, "丙")
    assert runs.get(run.id).ended_by == "乙", "what has ended cannot be stopped"
    mode(home, "finish")
    assert finished(runs).state is RunState.FINISHED, "the next one may start"


def test_a_run_that_fails_keeps_the_end_of_what_it_said(runs: Runs, home: Path) -> None:
    mode(home, "fail")
    run = finished(runs)
    assert (run.state, run.exit_code, run.tail) == (RunState.FAILED, 1, "error: 磁盘 <b>满了</b>")
    with pytest.raises(NoSuchRunError):
        runs.overview(run.id)


def test_a_server_that_is_stopped_stops_its_run(runs: Runs, home: Path) -> None:
    run = held(runs, home)
    runs.close()
    assert runs.get(run.id).state is RunState.INTERRUPTED
    assert not runs.get(run.id).tail


def test_a_server_that_is_killed_takes_its_run_along(home: Path) -> None:
    mode(home, "hold")
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(home)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as server:  # fmt: skip
        with (home / "fifo").open("rb") as fifo:
            assert fifo.read(5) == b"begun"
            after = runs_in(home)
            assert [run.state for run in after.all()] == [RunState.RUNNING]
            server.kill()
        server.wait()
    with (home / "data" / "evaluations" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # waits until the run's process is gone
    (run,) = after.all()
    assert run.state is RunState.INTERRUPTED
    mode(home, "finish")
    assert finished(after).state is RunState.FINISHED
    assert len(after.all()) == 2


def test_a_result_counts_although_its_end_was_not_written_down(runs: Runs, home: Path) -> None:
    run = finished(runs)
    path = home / "data" / "evaluations" / run.id / "run.json"
    path.write_text(json.dumps(replace(run, state=RunState.RUNNING).to_json()), encoding="utf-8")
    assert runs.get(run.id).state is RunState.FINISHED


def test_a_program_that_cannot_be_started_is_a_failed_run(home: Path) -> None:
    runs = Runs(Folder(home / "data" / "evaluations"), Command(home, ["/nonexistent"]), lambda: NOW)
    with pytest.raises(RunsUnavailableError, match="No such file"):
        runs.start(PLAN, "甲")
    assert [run.state for run in runs.all()] == [RunState.FAILED]
    with pytest.raises(RunsUnavailableError):
        runs.start(PLAN, "甲")  # and not BusyError: nothing holds the lock


def test_runs_are_listed_newest_first_and_the_oldest_go(home: Path) -> None:
    folder = Folder(home / "evaluations")
    (home / "evaluations").mkdir()
    for number in range(MOST + 2):
        _, lock = folder.create(PLAN, "甲", NOW + timedelta(minutes=number))
        os.close(lock)
    kept = folder.all()
    assert len(kept) == MOST
    assert kept[0].started == NOW + timedelta(minutes=MOST + 1)
    assert kept[-1].started == NOW + timedelta(minutes=2)


def test_a_run_is_deleted_with_what_was_compared_with_it(runs: Runs, home: Path) -> None:
    first, second = finished(runs), finished(runs)
    found = runs.compare(first.id, second.id)
    assert found["compared"] == 2
    mode(home, "broken")
    assert runs.compare(first.id, second.id) == found, "computed once"
    assert f"compare-{first.id}.json" in files_of(home, second)
    runs.delete(first.id)
    assert runs.all() == [second]
    assert f"compare-{first.id}.json" not in files_of(home, second)
    with pytest.raises(NoSuchRunError):
        runs.compare(first.id, second.id)
    with pytest.raises(NoSuchRunError):
        runs.delete(first.id)


@pytest.mark.parametrize("id", ["", "..", "../..", "20260105-083000-zzzz", "20260105-083000-0000", "a/b"])
def test_what_is_no_run_is_not_looked_for(runs: Runs, id: str) -> None:
    with pytest.raises(NoSuchRunError):
        runs.get(id)


def test_a_folder_that_says_nothing_is_shown_and_can_be_deleted(runs: Runs, home: Path) -> None:
    broken = home / "data" / "evaluations" / "20260101-000000-abcd"
    broken.mkdir(parents=True)
    (broken / "run.json").write_text("[]", encoding="utf-8")
    assert [(run.id, run.state) for run in runs.all()] == [(broken.name, RunState.UNREADABLE)]
    runs.delete(broken.name)
    assert runs.all() == []


def test_a_place_that_is_no_folder_is_unavailable(runs: Runs, home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "evaluations").touch()
    with pytest.raises(RunsUnavailableError, match="Not a directory"):
        runs.all()
    with pytest.raises(RunsUnavailableError):
        runs.start(PLAN, "甲")


def test_a_run_that_cannot_be_written_down_is_not_started(
    runs: Runs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object, **__: object) -> int:
        raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(RunsUnavailableError, match="No space left"):
        runs.start(PLAN, "甲")
    monkeypatch.undo()
    assert runs.all() == []
    assert finished(runs).finished, "no lock was kept"


def test_an_end_that_cannot_be_written_down_is_told_from_the_files(
    runs: Runs, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise RunsUnavailableError("No space left on device")

    first = held(runs, home)
    monkeypatch.setattr(Folder, "write", full)
    runs.close()
    assert runs.get(first.id).state is RunState.INTERRUPTED
    assert "could not be written down" in caplog.text
    monkeypatch.undo()
    mode(home, "finish")
    assert finished(runs).finished, "the lock is free"


def test_the_sets_are_asked_for_once(runs: Runs, home: Path) -> None:
    mode(home, "broken")
    with pytest.raises(CommandError) as caught:
        runs.sets()
    assert caught.value.tail == "error: own.toml:3: is not TOML"
    mode(home, "finish")
    assert [(one.name, one.label, one.dev) for one in runs.sets()] == [
        ("rules", "精确计算", 2),
        ("hotline", "热线座席", 2),
    ]
    mode(home, "broken")
    assert len(runs.sets()) == 2


def test_nobody_else_may_read_the_locks(runs: Runs, home: Path) -> None:
    run = finished(runs)
    mask = stat.S_IMODE((home / "data" / "evaluations" / run.id / "alive").stat().st_mode)
    assert mask == 0o600
