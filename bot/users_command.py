"""`python -m bot users`: who may sign in as staff, evaluator or administrator."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TextIO

from bot.store.accounts import Account, Accounts, Role
from bot.store.errors import UnfitPasswordError
from bot.store.store import open_store

Ask = Callable[[str], str]


def users_command(
    arguments: Sequence[str], database: str, ask: Ask = getpass.getpass, typed: TextIO = sys.stdin
) -> int:
    """`ask` prompts for a password without showing it; `typed` is read instead with --password-stdin.

    Raises StoreError and SettingError.
    """
    options = users_parser().parse_args(arguments)
    store = open_store(database, lambda: datetime.now(UTC))
    try:
        _do(options, store.accounts, ask, typed)
    finally:
        store.database.close()
    return 0


def _do(options: argparse.Namespace, accounts: Accounts, ask: Ask, typed: TextIO) -> None:
    match options.action:
        case "add":
            print(_line(accounts.add(options.name, Role(options.role), _password(options, ask, typed))))
        case "list":
            for account in accounts.all():
                print(_line(account))
        case "password":
            accounts.set_password(options.name, _password(options, ask, typed))
            print(f"{options.name}: password changed, signed out everywhere")
        case "role":
            accounts.set_role(options.name, Role(options.role))
            print(_line(accounts.get(options.name)))
        case "disable" | "enable":
            accounts.set_active(options.name, options.action == "enable")
            print(_line(accounts.get(options.name)))
        case "remove":
            accounts.remove(options.name)
            print(f"{options.name}: removed")


def _password(options: argparse.Namespace, ask: Ask, typed: TextIO) -> str:
    if options.password_stdin:
        return typed.readline().rstrip("\r\n")
    first = ask(f"password for {options.name}: ")
    if ask("once more: ") != first:
        raise UnfitPasswordError("the two passwords are not the same")
    return first


def _line(account: Account) -> str:
    state = "" if account.active else ", disabled"
    return f"{account.name} ({account.role}{state}), since {account.created.date().isoformat()}"


def users_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot users", description="Accounts of staff and evaluators.")
    actions = parser.add_subparsers(dest="action", required=True)
    roles = [role.value for role in Role]
    add = actions.add_parser("add", help="make an account; asks for its password")
    password = actions.add_parser("password", help="change a password; ends the account's sessions")
    role = actions.add_parser("role", help="change what an account may do")
    others = [
        actions.add_parser("disable", help="let nobody sign in with it"),
        actions.add_parser("enable", help="let it be signed in with again"),
        actions.add_parser("remove", help="remove an account"),
    ]
    actions.add_parser("list", help="all accounts")
    for one in (add, password, role, *others):
        one.add_argument("name", metavar="NAME")
    for one in (add, role):
        one.add_argument("--role", required=True, choices=roles, help="admin may do everything")
    for one in (add, password):
        one.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser
