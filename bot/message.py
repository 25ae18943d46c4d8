"""A Chinese sentence that can still be said in another language."""

from __future__ import annotations


class Message(str):
    """The sentence with its values put in; the pattern and the values stay beside it for who translates it."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: dict[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> Message:
        message = super().__new__(cls, pattern.format(**values))
        message.pattern, message.values = pattern, values
        return message
