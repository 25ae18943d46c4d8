"""The error tree of what is kept in the database.

TiaoliError
└── StoreError                   the database of accounts and feedback
    ├── StoreUnavailableError    it cannot be reached, is locked, or is of another version
    ├── NoSuchAccountError       there is no account of that name
    ├── AccountExistsError       there is one already
    ├── UnfitPasswordError       a password that is too short, too long or the name itself
    ├── SignInError              name and password do not open an account
    │   └── LockedError          too many failures: no password opens it for a while
    └── EntryError               an entry of the feedback journal cannot be changed so
        ├── NoSuchEntryError     there is none with that id (any more)
        ├── HandledError         somebody has taken or dismissed it already
        └── TakenTextError       the same question has been taken in another way
"""

from __future__ import annotations

from datetime import datetime

from kb.errors import TiaoliError


class StoreError(TiaoliError):
    """The database of accounts and feedback cannot do what was asked."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, is locked, or has the tables of another version."""


class NoSuchAccountError(StoreError):
    """There is no account of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no account {name!r}")


class AccountExistsError(StoreError):
    """There is an account of that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is an account {name!r} already")


class UnfitPasswordError(StoreError):
    """A password that is too short, too long or the name itself."""


class SignInError(StoreError):
    """Name and password do not open an account; which of the two was wrong is not said."""


class LockedError(SignInError):
    """Too many failures in a row: no password opens this name before `until`."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"locked until {until.isoformat(timespec='seconds')}")


class EntryError(StoreError):
    """An entry of the feedback journal cannot be changed in that way."""


class NoSuchEntryError(EntryError):
    """There is no entry with that id, or no longer."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no entry {id!r}")


class HandledError(EntryError):
    """Staff (`by`) have taken or dismissed the entry: it has to be opened again first."""

    def __init__(self, id: str, by: str) -> None:
        self.by = by
        super().__init__(f"entry {id!r} was handled by {by!r}")


class TakenTextError(EntryError):
    """The same question, punctuation and width aside, has been taken already, in the other way or for another answer.

    `purpose` is the way in which it was taken, `provisions` are the keys that it was given.
    """

    def __init__(self, wording: str, purpose: str, provisions: tuple[str, ...]) -> None:
        self.purpose = purpose
        self.provisions = provisions
        super().__init__(f"{wording!r} was taken as {purpose} with {', '.join(provisions) or 'no provision'}")
