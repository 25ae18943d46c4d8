"""The error tree of the knowledge base.

TiaoliError
├── SourceError              a file cannot be read as a regulation
│   └── StructureError       it was read, but its articles do not hold together
├── GuideError               a file of the guide or of the rules' data is wrong
├── NamedProvisionError      the name of a provision cannot be used
│   ├── ReferenceSyntaxError     the text is not the name of a provision
│   └── NoSuchProvisionError     it is one, but the regulation has no such provision
├── RuleError                a rule cannot be computed
│   ├── InputError           an argument is missing, impossible or contradictory
│   ├── NotInForceError      no value of a parameter is in force on that day
│   └── CalendarGapError     the working-day calendar does not reach that far
└── ShelfError               the published knowledge base
    ├── NothingPublishedError    there is no build, or no such regulation in it
    ├── PublishError         a build could not be written or switched to
    └── IndexUnavailableError    a build is there but cannot be searched
"""

from __future__ import annotations

from pathlib import Path


class TiaoliError(Exception):
    """Anything this project reports by itself."""


class SourceError(TiaoliError):
    """A file cannot be read as a regulation; says where and what is wrong."""

    def __init__(self, path: Path | str, problem: str, line: int | None = None) -> None:
        self.path = str(path)
        self.problem = problem
        self.line = line
        place = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{place}: {problem}")


class StructureError(SourceError):
    """A file was read, but its chapters, articles or items do not hold together."""


class GuideError(TiaoliError):
    """A file of the guide or of the rules' data is wrong; names the file and the place in it."""


class NamedProvisionError(TiaoliError):
    """The name of a provision cannot be used."""


class ReferenceSyntaxError(NamedProvisionError):
    """The text is not the name of a provision."""


class NoSuchProvisionError(NamedProvisionError):
    """The regulation has no provision of that name.

    `asked` is the name asked for, `within` the narrowest provision that does exist ("" for the
    regulation itself), `unit` what was missing (chapter, article, paragraph, item) and `available`
    how many of that unit there are.
    """

    def __init__(self, asked: str, unit: str, available: int, within: str = "") -> None:
        self.asked = asked
        self.unit = unit
        self.available = available
        self.within = within
        super().__init__(f"no {unit} {asked!r}; {within or 'the regulation'} has {available}")


class RuleError(TiaoliError):
    """A rule cannot be computed."""


class InputError(RuleError):
    """An argument of a rule is missing, impossible or contradictory.

    `slot` names the argument, `value` is what was given (None when missing).
    """

    def __init__(self, slot: str, problem: str, value: object = None) -> None:
        self.slot = slot
        self.problem = problem
        self.value = value
        super().__init__(f"{slot}: {problem}" if value is None else f"{slot}: {problem}: {value!r}")


class NotInForceError(RuleError):
    """No value of a parameter is in force on the day asked for."""


class CalendarGapError(RuleError):
    """The working-day calendar does not reach that day; names the years it has."""


class ShelfError(TiaoliError):
    """The published knowledge base cannot be used."""


class NothingPublishedError(ShelfError):
    """Nothing is published, or not the regulation asked for."""


class PublishError(ShelfError):
    """A build could not be written, or could not be switched to."""


class IndexUnavailableError(ShelfError):
    """A build is published but its index cannot be opened or searched."""
