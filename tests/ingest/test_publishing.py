"""Publishing is one atomic switch: real processes, really killed."""

from __future__ import annotations

import json
import os
import random
import resource
import select
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Outcome
from bot.assistant import open_assistant
from kb.library import Library
from tests.serving import ROOT

KILLS = 4
QUESTION = "国家机关拖欠货款，拿换领导当理由拒绝支付"


def start_ingest(data: Path, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ingest", "--quiet", "--data", str(data)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ingest(data: Path, **environment: str) -> str:
    process = start_ingest(data, **environment)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def forget_fingerprint(data: Path) -> None:
    """Makes the published build look outdated, so that the next ingest builds anew."""
    library = Library(data)
    (path,) = [library.builds / build / "manifest.json" for build in library.published().values()]
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "fingerprint": "outdated"}), encoding="utf-8")


def answers(data: Path) -> bool:
    assistant = open_assistant(data)
    try:
        answer = assistant.ask(QUESTION, date(2026, 1, 5))
        return answer.outcome is Outcome.ANSWERED and answer.citations[0].reference.article == 49
    finally:
        assistant.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("published") / "data"
    started = time.monotonic()
    out = ingest(data)
    (data / "seconds").write_text(str(time.monotonic() - started))
    assert "59 of 59 articles" in out
    assert "published cq-sme-2024-" in out
    return data


def test_unchanged_input_does_nothing_and_says_so(published: Path) -> None:
    before = Library(published).published()
    assert "unchanged" in ingest(published)
    assert Library(published).published() == before


def test_killing_the_ingest_at_any_moment_leaves_the_last_index_answering(published: Path) -> None:
    forget_fingerprint(published)
    before = Library(published).published()
    whole = float((published / "seconds").read_text())
    moments = random.Random(7)
    for _ in range(KILLS):
        process = start_ingest(published)
        time.sleep(moments.uniform(0.05, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = Library(published).published()
        assert answers(published)
        if now != before:  # this one was quick enough to publish before it was killed
            forget_fingerprint(published)
            before = now
    assert "published" in ingest(published)
    assert answers(published)
    assert len(list(Library(published).builds.iterdir())) == 1, "leftovers of the killed ones are dropped"


def wait_for_writing(data: Path, process: subprocess.Popen[str]) -> int:
    """Waits until the ingest's own process writes Chroma; its id."""
    while not list((data / "builds").glob("*/chroma/chroma.sqlite3")):
        assert process.poll() is None
        time.sleep(0.02)
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(child)


def has_ended(child: int, within_s: float) -> bool:
    try:
        handle = os.pidfd_open(child)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within_s)[0])
    finally:
        os.close(handle)


def test_the_process_that_writes_chroma_ends_by_itself_when_the_ingest_is_killed(tmp_path: Path) -> None:
    process = start_ingest(tmp_path)
    child = wait_for_writing(tmp_path, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert has_ended(child, within_s=30)
    process.communicate()
    assert not Library(tmp_path).published()
    assert "published" in ingest(tmp_path)
    assert len(list(Library(tmp_path).builds.iterdir())) == 1, "what the killed one left is dropped"
    assert answers(tmp_path)


def test_an_ingest_whose_writing_process_is_killed_says_so_in_one_sentence(tmp_path: Path) -> None:
    process = start_ingest(tmp_path)
    os.kill(wait_for_writing(tmp_path, process), signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert err == "error: the process that writes Chroma ended with status -9\n"
    assert not Library(tmp_path).published()


def test_two_processes_read_while_a_third_publishes(published: Path, tmp_path: Path) -> None:
    forget_fingerprint(published)
    reader = (
        "import sys,time;from pathlib import Path;from bot.assistant import open_assistant;"
        "from bot.desk import Desk;from kb.library import Library;from datetime import date;"
        "data=Path(sys.argv[1]);stop=Path(sys.argv[2]);desk=Desk(Library(data),lambda:open_assistant(data));seen=set()\n"
        "while True:\n"
        "    last=stop.exists()\n"
        f"    answer=desk.ask({QUESTION!r},date(2026,1,5));assert answer.citations[0].reference.article==49,answer\n"
        "    seen.add(desk.versions()['build'])\n"
        "    if last:break\n"
        "print(len(seen))"
    )
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", reader, str(published), str(stop)]
    readers = [subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) for _ in range(2)]
    time.sleep(5)
    assert "published" in ingest(published)
    stop.touch()
    for process in readers:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert out.strip() == "2", "each reader moved on to the new build"


def test_a_full_disk_is_one_sentence_and_leaves_the_index_answering(published: Path) -> None:
    forget_fingerprint(published)
    before = Library(published).published()
    command = [sys.executable, "-m", "ingest", "--quiet", "--data", str(published)]

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, preexec_fn=small_files_only, timeout=120)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("error: ")
    assert "cannot" in done.stderr
    assert Library(published).published() == before
    assert answers(published)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    process = start_ingest(tmp_path / "file" / "data")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("error: ")
    assert len(err.strip().splitlines()) == 1
