"""`python -m bot ask|rule|users|feedback|serve`: the assistant and the rules at the command line, the site, its
accounts and its feedback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.rule_command import rule_command
from kb.errors import TiaoliError
from kb.settings import read_settings

RULE, USERS, FEEDBACK = "rule", "users", "feedback"


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == [RULE]:
            return rule_command(given[1:], read_settings(os.environ), date.today())
        if given[:1] == [USERS]:
            url = import_module("bot.settings").read_bot_settings(os.environ).database_url
            return int(import_module("bot.users_command").users_command(given[1:], url))
        if given[:1] == [FEEDBACK]:
            settings = import_module("bot.settings").read_bot_settings(os.environ)
            return int(import_module("bot.feedback_command").feedback_command(given[1:], settings))
        options = _parser().parse_args(given)
        # The search and Gradio take seconds to import, and `rule` has no need of them.
        settings = import_module("bot.settings").read_bot_settings(os.environ)
        if options.data is not None:
            settings = replace(settings, knowledge=replace(settings.knowledge, data=options.data))
        if options.command == "serve":
            return _serve(settings, options)
        code: int = import_module("bot.ask_command").ask_command(options, settings.knowledge)
        return code
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
    # Its options are those of each rule, so it reads them by itself.
    commands.add_parser(RULE, add_help=False, help="compute a rule: a deadline, a share, a threshold, a size")
    commands.add_parser(USERS, add_help=False, help="accounts of staff and evaluators")
    commands.add_parser(FEEDBACK, add_help=False, help="what people sent about answers: list, export, purge, forget")
    for command in (ask, serve):
        command.add_argument("--data", type=Path, help="folder of the knowledge base (default: $TIAOLI_DATA or data)")
    return parser


def _serve(settings: Any, options: argparse.Namespace) -> int:
    run = import_module("bot.web.server").run
    run(replace(settings, host=options.host or settings.host, port=options.port or settings.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
