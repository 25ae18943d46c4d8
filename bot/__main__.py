"""`python -m bot ask|serve`: the assistant at the command line, and the web server."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

from bot.answer import Answer
from bot.assistant import Assistant, open_assistant
from bot.batch import answer_batch, read_batch
from bot.settings import BotSettings, read_bot_settings
from kb.errors import TiaoliError


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = read_bot_settings(os.environ)
        if options.data is not None:
            settings = replace(settings, knowledge=replace(settings.knowledge, data=options.data))
        if options.command == "serve":
            return _serve(settings, options)
        assistant = open_assistant(settings.knowledge.data, settings.knowledge)
        try:
            return _batch(assistant, options) if options.batch else _ask(assistant, options)
        finally:
            assistant.close()
    except TiaoliError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Ask 条例通.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer one question, or a file of them")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument(
        "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of asking (default: today)"
    )
    ask.add_argument("--json", action="store_true", help="print the Answer as JSON")
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl", help='lines of {"id", "question"} or {"id", "turns"}')
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where the batch's answers go")
    serve = commands.add_parser("serve", help="run the web server")
    serve.add_argument("--host", help="default: $TIAOLI_HOST or 127.0.0.1")
    serve.add_argument("--port", type=int, help="default: $TIAOLI_PORT or 7860")
    for command in (ask, serve):
        command.add_argument("--data", type=Path, help="folder of the knowledge base (default: $TIAOLI_DATA or data)")
    return parser


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


def _serve(settings: BotSettings, options: argparse.Namespace) -> int:
    # Gradio takes seconds to import, and `ask` has no need of it.
    run = import_module("bot.web.server").run
    run(replace(settings, host=options.host or settings.host, port=options.port or settings.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
