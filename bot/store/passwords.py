"""Passwords as argon2 keeps them. The only module that imports argon2."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.store.errors import UnfitPasswordError

SHORTEST, LONGEST = 10, 200  # characters
# Each check takes 64 MiB: a crowd at the door must not take the server's memory.
AT_ONCE = 2


class Passwords:
    """Makes and checks hashes, a few at the same time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash("nobody")

    def hash(self, name: str, password: str) -> str:
        """Raises UnfitPasswordError."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise UnfitPasswordError(f"a password has {SHORTEST} to {LONGEST} characters, not {len(password)}")
        if password.casefold() == name.casefold():
            raise UnfitPasswordError("a password cannot be the name itself")
        with self._turn:
            return self._hasher.hash(password)

    def check(self, kept: str | None, password: str) -> bool:
        """Takes as long for a name that nobody has (None) as for a wrong password."""
        with self._turn:
            try:
                return self._hasher.verify(kept or self._nobody, password[:LONGEST]) and kept is not None
            except (VerificationError, InvalidHashError):
                return False
