"""`python -m kb show|search|export`: the knowledge base at the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from kb.errors import ReferenceSyntaxError, TiaoliError
from kb.library import Library
from kb.model import Reference, Regulation
from kb.reference import find_provisions
from kb.settings import Settings, read_settings
from kb.text import fold
from kb.tree import to_json


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        if options.data is not None:
            settings = replace(settings, data=options.data)
        if options.command == "show":
            return _show(Library(settings.data).regulation(options.regulation), options.reference, options.json)
        if options.command == "export":
            return _export(Library(settings.data).regulation(options.id))
        return _search(settings, options)
    except TiaoliError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kb", description="Look into the published knowledge base.")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print a provision, or several: 36, 第三十六条第三款, 第五章, 11-13条")
    show.add_argument("reference", metavar="REF")
    show.add_argument("--regulation", metavar="ID", help="default: the bundled regulation")
    export = commands.add_parser("export", help="print the whole tree as JSON")
    export.add_argument("id", nargs="?", metavar="ID", help="default: the bundled regulation")
    search = commands.add_parser("search", help="find the provisions that a question is about")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, help="how many to show (default: 10)")
    search.add_argument("--regulation", metavar="ID", help="default: the bundled regulation")
    for command in (show, export, search):
        command.add_argument("--data", type=Path, help="folder of the knowledge base (default: $TIAOLI_DATA or data)")
        command.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def _show(regulation: Regulation, text: str, as_json: bool) -> int:
    asked = find_provisions(fold(text), regulation)
    if asked is None:
        raise ReferenceSyntaxError(f"{text!r} does not name a provision")
    if asked.missing is not None:
        raise asked.missing
    shown = [_provision(regulation, reference) for reference in asked.references]
    if as_json:
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    if asked.remark:
        print(asked.remark)
    for provision in shown:
        print(f"《{regulation.title}》{provision['label']}\n{provision['text']}\n")
    return 0


def _provision(regulation: Regulation, reference: Reference) -> dict[str, Any]:
    chapter = reference.chapter or regulation.article(reference.article or 0).chapter
    return {
        "regulation": regulation.id,
        "title": regulation.title,
        "chapter": chapter,
        "article": reference.article,
        "paragraph": reference.paragraph,
        "item": reference.item,
        "label": reference.label,
        "text": regulation.text_of(reference),
    }


def _export(regulation: Regulation) -> int:
    print(json.dumps(to_json(regulation), ensure_ascii=False, indent=1))
    return 0


def _search(settings: Settings, options: argparse.Namespace) -> int:
    # Chroma and scikit-learn take seconds to import: `show` and `export` do without them.
    opened = import_module("kb.opening").open_knowledge(settings, options.regulation)
    try:
        found = opened.retriever.search(options.query, options.k)
        if found.asked is not None and found.asked.missing is not None:
            raise found.asked.missing
        hits = [
            {**_provision(opened.regulation, hit.reference), "topic": opened.topic(hit.reference), "score": hit.score}
            for hit in found.hits
        ]
    finally:
        opened.close()
    if options.json:
        print(json.dumps(hits, ensure_ascii=False, indent=1))
        return 0
    for hit in hits:
        print(f"{hit['score']:.3f}  {hit['label']}  {hit['topic']}\n       {hit['text'].splitlines()[0][:60]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
