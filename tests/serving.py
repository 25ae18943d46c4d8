"""A real server in a process of its own, for the browser tests and the benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Server:
    """Where it answers, its process, and how long it took until it did."""

    url: str
    process: subprocess.Popen[bytes]
    ready_seconds: float

    def resident_mb(self) -> float:
        """Resident memory of the process in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        raise LookupError("no VmRSS")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, timeout: float = 90, unlimited: bool = False) -> Iterator[Server]:
    """Starts `python -m bot serve` on a free port and waits until /healthz is well.

    `unlimited` lets one address ask as often as it likes: a crowd that comes from this machine alone.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bot", "serve", "--data", str(data), "--port", str(port)]
    started = time.monotonic()
    environment = {**os.environ, "no_proxy": "127.0.0.1"}
    if unlimited:
        environment |= {"TIAOLI_RATE_QUESTIONS": "0", "TIAOLI_RATE_PAGES": "0"}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            while not _well(url):
                if process.poll() is not None or time.monotonic() - started > timeout:
                    raise RuntimeError(f"the server did not come up (exit code {process.poll()})")
                time.sleep(0.05)
            yield Server(url, process, time.monotonic() - started)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _well(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + "/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
