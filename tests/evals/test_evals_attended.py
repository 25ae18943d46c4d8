"""A run in a process of its own: how it ends when it is told to, and when whoever waits for it is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving import ROOT

# Says that it has begun, then asks its only question for ever.
SCRIPT = """
import sys, threading
from pathlib import Path
from evals.__main__ import main
from tests.evals.fakes import QueuedSubject, reply

class Slow(QueuedSubject):
    def ask(self, question, today):
        print("asked", flush=True)
        while not stopped.wait(0.05):
            pass
        return super().ask(question, today)

stopped = threading.Event()
def opened(data):
    return Slow({"甲": [reply("small_talk")]})

from evals import run
real = run.ThreadPoolExecutor
class Pool(real):
    def shutdown(self, **how):
        stopped.set()
        super().shutdown(**how)
run.ThreadPoolExecutor = Pool
sys.exit(main(["run", "--set", "own.toml", "--journal", "j", "--json", "r.json", "--html", "r.html",
               "--overview", "o.json", "--progress", "p.json", "--quiet", "--background"], opened))
"""


def terminate(process: subprocess.Popen[bytes]) -> None:
    process.terminate()


def go_away(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()


@pytest.mark.parametrize("end", [terminate, go_away])
def test_a_run_that_is_stopped_leaves_no_result(tmp_path: Path, end: Callable[[subprocess.Popen[bytes]], None]) -> None:
    (tmp_path / "own.toml").write_text('[[question]]\nid = "a"\nquestion = "甲"\noutcome = "small_talk"\n', "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"asked\n"
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, 10 + os.getpriority(os.PRIO_PROCESS, 0))
        end(process)
        assert process.wait(timeout=20) == 130
        assert b"interrupted" in process.stderr.read()
    assert {path.name for path in tmp_path.iterdir()} == {"own.toml", "j", "p.json"}
