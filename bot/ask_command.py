"""`python -m bot ask`: one question, or a file of them, at the command line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from bot.answer import Answer
from bot.assistant import Assistant, open_assistant
from bot.batch import answer_batch, read_batch
from kb.settings import Settings


def ask_command(options: argparse.Namespace, settings: Settings) -> int:
    """The exit code. Raises NothingPublishedError or IndexUnavailableError."""
    assistant = open_assistant(settings.data, settings)
    try:
        return _batch(assistant, options) if options.batch else _ask(assistant, options)
    finally:
        assistant.close()


def _ask(assistant: Assistant, options: argparse.Namespace) -> int:
    if options.question is None:
        print("error: a QUESTION, or --batch IN.jsonl --out OUT.jsonl", file=sys.stderr)
        return 2
    answer = assistant.ask(options.question, options.today or date.today())
    print(json.dumps(answer.to_json(), ensure_ascii=False, indent=1) if options.json else _plain(answer))
    return 0


def _batch(assistant: Assistant, options: argparse.Namespace) -> int:
    if options.out is None:
        print("error: --batch needs --out OUT.jsonl", file=sys.stderr)
        return 2
    entries = read_batch(options.batch)
    with options.out.open("w", encoding="utf-8") as out:
        for line in answer_batch(assistant, entries, options.today or date.today()):
            out.write(line + "\n")
    return 0


def _plain(answer: Answer) -> str:
    labels = "、".join(citation.reference.label for citation in answer.citations)
    return answer.text + (f"\n\n依据：{labels}" if labels else "")
