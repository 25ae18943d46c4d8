"""`python -m ingest [FILE…] [--data DIR]`: parse, check, embed, publish."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from ingest.build import Published, ingest
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import Entry, bundled, named
from kb.errors import TiaoliError
from kb.guide import Guide
from kb.guide_checks import guide_problems
from kb.guide_files import load_guide
from kb.library import DEFAULT_ID
from kb.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Read regulations, check them, build the index and publish it.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="text, Markdown, DOCX, PDF or HTML "
                        "(default: the bundled regulation)")  # fmt: skip
    parser.add_argument("--data", type=Path, help="folder of the knowledge base (default: $TIAOLI_DATA or data)")
    parser.add_argument("--check-guide", action="store_true", help="only check the bundled guide, listing all mistakes")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        if options.data is not None:
            settings = replace(settings, data=options.data)
        if options.check_guide:
            return _check_guide()
        entries = [_entry(path) for path in options.files] or [bundled(DEFAULT_ID)]
        for entry in entries:
            started = time.perf_counter()
            with Bar(options.quiet) as bar:
                published = ingest(entry, settings, bar.update)
            _report(published, time.perf_counter() - started)
    except TiaoliError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _check_guide() -> int:
    entry = bundled(DEFAULT_ID)
    regulation = entry.described(parse(read_source(entry.source), id=entry.id))
    guide = load_guide(entry.guide, regulation) if entry.guide else Guide()
    problems = guide_problems(guide, regulation)
    for problem in problems:
        print(problem)
    kinds = Counter(question.kind for question in guide.questions)
    print(
        f"{len(guide.questions)} similar questions ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}), "
        f"{len(guide.silences)} silences, {len(guide.misconceptions)} misconceptions, "
        f"{len(guide.counter_examples)} counter-examples; {len(problems)} problems"
    )
    return 1 if problems else 0


def _entry(path: Path) -> Entry:
    return named(path, parse(read_source(path), id="unnamed").title)


def _report(published: Published, seconds: float) -> None:
    manifest = published.manifest
    for sentence in manifest.proved:
        print(f"  ok  {sentence}")
    if published.changed:
        print(f"published {manifest.build}: {manifest.records} records, {seconds:.1f} s")
    else:
        print(f"unchanged: {manifest.build} is already published; nothing to do")


class Bar:
    """One progress bar a stage, on stderr."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._stage = ""
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def update(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self.__exit__()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr, disable=self._quiet, leave=True)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)


if __name__ == "__main__":
    sys.exit(main())
