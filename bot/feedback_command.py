"""`python -m bot feedback`: the journal at the command line, its exports, and deletion."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.feedback_export import exported, exported_files
from bot.settings import BotSettings
from bot.store.entries import Entry, Purpose, State, read_id
from bot.store.errors import NoSuchEntryError
from bot.store.journal import Journal, Wanted
from bot.store.store import open_store


def feedback_command(arguments: Sequence[str], settings: BotSettings) -> int:
    """Raises StoreError and SettingError."""
    options = feedback_parser().parse_args(arguments)
    store = open_store(settings.database_url, lambda: datetime.now(UTC), settings.feedback_days)
    try:
        return _do(options, store.journal)
    finally:
        store.database.close()


def _do(options: argparse.Namespace, journal: Journal) -> int:
    match options.action:
        case "list":
            for entry in journal.find(Wanted(State(options.state) if options.state else None)):
                print(json.dumps(entry.to_json(), ensure_ascii=False) if options.json else _line(entry))
        case "export":
            _export(Purpose(options.purpose), options.folder, journal)
        case "purge":
            removed = journal.purge()
            print(f"removed {removed} entries" if journal.days else "nothing removed: feedback is kept for ever")
        case "forget":
            return _forget(options, journal)
    return 0


def _export(purpose: Purpose, folder: Path | None, journal: Journal) -> None:
    taken = journal.find(Wanted(State.TAKEN))
    if folder is None:
        print(exported(taken, purpose), end="")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in exported_files(taken, purpose).items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


def _forget(options: argparse.Namespace, journal: Journal) -> int:
    if options.id is not None:
        id = read_id(options.id)
        if not id:
            raise NoSuchEntryError(options.id)
        journal.forget(id)
        print(f"{options.id}: removed")
        return 0
    found = journal.find(Wanted(text=options.matching))
    for entry in found:
        print(_line(entry))
    if not found:
        print("no entry has these words")
    elif not options.yes:
        print(f"{len(found)} entries would be removed; say --yes to remove them")
        return 1
    else:
        for entry in found:
            journal.forget(entry.id)
        print(f"removed {len(found)} entries")
    return 0


def _line(entry: Entry) -> str:
    thumb = "liked" if entry.opinion.liked else "disliked"
    state = f"taken as {entry.taking.purpose.value}" if entry.taking else entry.state.value
    written = f"{entry.opinion.question} / {entry.comment}" if entry.comment else entry.opinion.question
    return f"{entry.number}  {entry.time.date().isoformat()}  {thumb}, {state}  {' '.join(written.split())}"


def feedback_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot feedback", description="What people sent about answers, and what was made of it."
    )
    actions = parser.add_subparsers(dest="action", required=True)
    shown = actions.add_parser("list", help="the entries, the newest first")
    shown.add_argument("--state", choices=[state.value for state in State])
    shown.add_argument("--json", action="store_true", help="one JSON object a line")
    export = actions.add_parser("export", help="what was taken, as TOML for the guide or for the evaluation")
    export.add_argument("purpose", choices=[purpose.value for purpose in Purpose])
    export.add_argument("--folder", type=Path, help="write files there; of similar questions one for each article")
    actions.add_parser("purge", help="remove what is older than $TIAOLI_FEEDBACK_DAYS (365)")
    forget = actions.add_parser("forget", help="remove entries on request, taken ones too")
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="ID", help="the number that the person was shown")
    which.add_argument("--matching", metavar="TEXT", help="every entry with these words in question or comment")
    forget.add_argument("--yes", action="store_true", help="remove what --matching shows")
    return parser
