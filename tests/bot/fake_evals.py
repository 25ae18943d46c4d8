"""Stands for `python -m evals` in the tests of what runs it: does what the file MODE beside the results says.

Its answers are those that a real run of two questions would give; texts of its own come from the file SAY.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

LABELS = {"rules": "精确计算", "hotline": "热线座席"}
SETS = [{"name": name, "label": label, "all": 5, "dev": 2, "test": 3} for name, label in LABELS.items()]


def main(arguments: list[str], mode: str, home: Path) -> int:
    command, options = arguments[0], dict(zip(arguments, [*arguments[1:], ""], strict=True))
    if command == "list":
        if mode == "broken":
            print("error: own.toml:3: is not TOML", file=sys.stderr)
            return 1
        print(json.dumps(SETS))
        return 0
    if command == "compare":
        print(json.dumps(comparison(Path(arguments[1]), Path(arguments[2]))))
        return 0
    return run(arguments, options, mode, home)


def run(arguments: list[str], options: dict[str, str], mode: str, home: Path) -> int:
    write(options["--progress"], {"done": 1, "total": 4, "passed": 1, "elapsed_seconds": 2.0, "sets": [
        {"name": "rules", "label": "精确计算", "done": 1, "total": 4, "passed": 1}]})  # fmt: skip
    write(options["--journal"], {})
    if mode == "hold":
        write(options["--json"], {"half": True})
        # Whoever waits at the other end learns that it has begun, and sees it close when this process is gone.
        with (home / "fifo").open("wb", buffering=0) as fifo:
            fifo.write(b"begun")
            while os.read(0, 1024):
                pass
        return 130
    if mode == "fail":
        print("error: 磁盘 <b>满了</b>", file=sys.stderr)
        return 1
    say = (home / "say").read_text(encoding="utf-8") if (home / "say").exists() else "甲"
    write(options["--json"], {"questions": questions(say)})
    Path(options["--html"]).write_text("<h1>报告</h1>", encoding="utf-8")
    Path(options["--journal"]).unlink()
    sets = [name for name in arguments if name in LABELS]
    write(options["--overview"], overview(sets, options["--split"], say))
    return 1


def questions(say: str) -> list[dict[str, Any]]:
    expected = {"outcome": "answered", "acceptable": [], "must": ["第二十条第二款"], "may": [], "facts": [say],
                "forbidden": [say], "rule": None, "result": {}}  # fmt: skip
    answer = {"outcome": "clarify", "text": f"请问 **{say}**", "citations": [{"label": "第三条", "quote": say}],
              "calculations": [{"rule": "reserve", "result": {"share": say}}], "choices": [{"label": say}],
              "retrieved": [{"article": 3, "paragraph": None, "score": 0.5}]}  # fmt: skip
    wrong = {"say": say, "expected": expected, "answer": answer, "scores": {}, "faults": ["outcome", "words"],
             "reasons": ["回答类型应为“依条文作答”，实际是“反问”。", f"没有出现“{say}”。"]}  # fmt: skip
    right = {**wrong, "say": "对的", "faults": [], "reasons": []}
    crash = {**right, "say": "坏的", "answer": None}
    one = {"split": "dev", "digest": "d", "elapsed_ms": 3.0, "crash": None}
    return [
        {**one, "id": "r-1", "set": "rules", "tags": ["typo", say], "turns": [right, wrong]},
        {**one, "id": "r-2", "set": "rules", "tags": [], "turns": [right]},
        {**one, "id": "h-1", "set": "hotline", "tags": ["typo"], "turns": [crash], "crash": f"KeyError: {say}"},
    ]


def overview(sets: list[str], split: str, say: str) -> dict[str, Any]:
    figures = {"questions": 2, "passed": 1, "crashes": 0, "p50_ms": 3.0, "p95_ms": 4.0,
               "values": {"passed": {"value": 0.5, "n": 2}}}  # fmt: skip
    named = {"all": "全部", **{name: LABELS[name] for name in sets}}
    return {
        "date": "2026-01-02T03:04:05+00:00", "commit": "c0ffee0123456789", "split": split, "clock": "2025-09-01",
        "versions": {"regulation": "r1", "guide": "g1", "index": "i1", "build": "b1"}, "workers": 1,
        "elapsed_seconds": 12.3,
        "metrics": [{"name": "passed", "label": "通过", "help": "整题。", "lower_is_better": False},
                    {"name": "exact", "label": "算准", "help": "逐项。", "lower_is_better": False}],
        "sets": [{"name": name, "label": label, **figures} for name, label in named.items()],
        "tags": [{"name": "typo", "label": "错别字", **figures}, {"name": say, "label": say, **figures}],
        "floors": [{"set": "rules", "set_label": "精确计算", "metric": "passed", "label": "通过", "value": 0.5,
                    "worst": 0.81, "share": True, "lower_is_better": False, "reached": False},
                   {"set": "rules", "set_label": "精确计算", "metric": "crashes", "label": "出错", "value": 0,
                    "worst": 0, "share": False, "lower_is_better": True, "reached": True}],
        "failures": ["精确计算：“通过”0.500，低于下限 0.81。"],
        "labels": {"outcomes": {"answered": "依条文作答", "clarify": "反问", "crash": "程序出错"},
                   "faults": {"outcome": "回答类型", "words": "要点和禁语", "crash": "程序出错"}},
    }  # fmt: skip


def comparison(before: Path, after: Path) -> dict[str, Any]:
    say = json.loads(after.read_text(encoding="utf-8"))["questions"][0]["turns"][1]["say"]
    change = {"name": "passed", "label": "通过", "before": 0.9, "after": 0.5, "p": 0.01, "better": False}
    made = {"date": "2026-01-02T03:04:05+00:00", "commit": "c0ffee0123456789", "split": "dev",
            "clock": "2025-09-01", "versions": {"guide": "g1"}, "workers": 1}  # fmt: skip
    lost = {"id": "r-1", "set": "rules", "set_label": "精确计算", "say": ["对的", say], "reasons": [say]}
    return {"before": made, "after": {**made, "versions": {"guide": "g2"}}, "alpha": 0.05, "compared": 2,
            "added": ["h-1"], "removed": [], "changed": [], "won": [], "lost": [lost],
            "sets": [{"name": "all", "label": "全部", "compared": 2, "changes": [change]},
                     {"name": "rules", "label": "精确计算", "compared": 2, "changes": [change]}]}  # fmt: skip


def write(path: str, value: Any) -> None:
    Path(path).write_text(json.dumps(value), encoding="utf-8")


if __name__ == "__main__":
    home = Path(sys.argv[1])
    sys.exit(main(sys.argv[2:], (home / "mode").read_text(encoding="utf-8"), home))
