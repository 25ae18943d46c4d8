"""`make bench`: the figures of the README, measured now, side by side in one run.

Times are given as ratios to bare Chroma and bare bm25s on the same machine in the same run; absolute
times are an aside.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

from bot.assistant import Assistant, open_assistant
from evals.load import bundled_files, load_questions
from kb.library import Library
from kb.opening import open_knowledge
from kb.rules.catalogue import load_registry
from kb.search import NEIGHBOURS
from kb.settings import Settings
from kb.text import fold
from tests.serving import ROOT, Server, serving

USERS, QUESTIONS_EACH = 50, 10
LIMITS = {"ratio": 4.0, "answer_ms": 25.0, "ingest_s": 20.0, "ready_s": 12.0, "resident_mb": 700.0}


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def timed(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds for each question."""
    times = []
    for question in questions:
        started = time.perf_counter()
        call(question)
        times.append((time.perf_counter() - started) * 1000)
    return times


def measure_answers(data: Path, questions: Sequence[str]) -> dict[str, float]:
    """The whole answer against a bare Chroma query plus bare bm25s scoring of the same questions."""
    opened = open_knowledge(Settings(data=data))
    knowledge = opened.retriever.knowledge
    vectors = {q: knowledge.encoder.read(fold(q)).vector.tolist() for q in questions}
    terms = {q: knowledge.cutter.terms(fold(q)) for q in questions}
    assistant: Assistant = open_assistant(data).warmed()  # as the server does
    today = date(2026, 1, 5)

    def bare(question: str) -> None:
        knowledge.vectors.collection.query(query_embeddings=[vectors[question]], n_results=NEIGHBOURS)
        knowledge.questions.scores(terms[question])
        knowledge.texts.scores(terms[question])

    timed(bare, questions[:20])
    timed(lambda q: assistant.ask(q, today), questions[:20])
    bare_p50, bare_p95 = percentiles(timed(bare, questions))
    p50, p95 = percentiles(timed(lambda q: assistant.ask(q, today), questions))
    assistant.close()
    opened.close()
    return {
        "bare_p50_ms": bare_p50,
        "bare_p95_ms": bare_p95,
        "answer_p50_ms": p50,
        "answer_p95_ms": p95,
        "ratio_p95": p95 / bare_p95,
    }


def measure_ingest() -> float:
    """Seconds from nothing to a published index, Python's own start included."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        command = [sys.executable, "-m", "ingest", "--quiet", "--data", folder]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def measure_load(server: Server, questions: Sequence[str]) -> dict[str, float]:
    """Fifty people at the chat page's own endpoint, ten questions each."""

    def person(number: int) -> list[float]:
        own = [questions[(number * QUESTIONS_EACH + i) % len(questions)] for i in range(QUESTIONS_EACH)]
        return timed(lambda q: ask_over_http(server.url, q), own)

    started = time.perf_counter()
    with ThreadPoolExecutor(USERS) as pool:
        times = [t for own in pool.map(person, range(USERS)) for t in own]
    p50, p95 = percentiles(times)
    seconds = time.perf_counter() - started
    return {"answers": len(times), "p50_ms": p50, "p95_ms": p95, "answers_per_s": len(times) / seconds}


def ask_over_http(url: str, question: str) -> str:
    """One question through Gradio's queue; raises RuntimeError if it reports an error."""
    body = json.dumps({"data": [question]}).encode()
    request = urllib.request.Request(url + "/gradio_api/call/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{url}/gradio_api/call/ask/{event}", timeout=120) as response:
        text: str = response.read().decode()
    if "event: complete" not in text or 'class=\\"answer\\"' not in text:
        raise RuntimeError(text)
    return text


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args()
    rules = [rule.name for rule in load_registry().rules]
    loaded = load_questions(bundled_files(), Library(options.data).regulation(), rules)
    questions = [turn.say for question in loaded for turn in question.turns][::2][:600]
    figures: dict[str, float] = {"ingest_s": measure_ingest(), **measure_answers(options.data, questions)}
    with serving(options.data, unlimited=True) as server:
        figures["ready_s"] = server.ready_seconds
        figures.update({f"load_{name}": value for name, value in measure_load(server, questions).items()})
        figures["resident_mb"] = server.resident_mb()
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(figures, indent=1))
    return report(figures)


def report(figures: dict[str, float]) -> int:
    """Prints the figures beside their limits; 1 when one is over."""
    rows = [
        ("answer p95 ÷ (bare Chroma + bare bm25s) p95", figures["ratio_p95"], LIMITS["ratio"], "×"),
        ("question to Answer, p95", figures["answer_p95_ms"], LIMITS["answer_ms"], "ms"),
        ("ingest from nothing, fitting included", figures["ingest_s"], LIMITS["ingest_s"], "s"),
        ("server ready", figures["ready_s"], LIMITS["ready_s"], "s"),
        ("resident memory after the load", figures["resident_mb"], LIMITS["resident_mb"], "MB"),
    ]
    for name, value, limit, unit in rows:
        print(f"{'ok  ' if value <= limit else 'OVER'}  {name:<46} {value:8.2f} {unit:<3} (limit {limit:g})")
    print(f"      aside: bare p95 {figures['bare_p95_ms']:.2f} ms, answer p50 {figures['answer_p50_ms']:.2f} ms")
    print(
        f"      {USERS} people × {QUESTIONS_EACH} questions: {figures['load_answers']:.0f} answers, no error, "
        f"p50 {figures['load_p50_ms']:.0f} ms, p95 {figures['load_p95_ms']:.0f} ms, "
        f"{figures['load_answers_per_s']:.1f} answers/s"
    )
    return 0 if all(value <= limit for _, value, limit, _ in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
