"""The staff's list of feedback: its states as addresses, and each entry as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from bot.answer import Outcome
from bot.naming import name_one
from bot.settings import LONGEST_QUESTION
from bot.store.entries import Entry, Purpose, State
from bot.store.journal import Journal, Wanted
from bot.web.articles import address as address_of
from bot.web.markup import NAMES
from bot.web.pages import day_text
from kb.handbook import reference_of
from kb.model import Regulation

ROOT = "/feedback"
PAGE = 20  # entries
ALL = "all"
STATES = {State.NEW: "待处理", State.TAKEN: "已采用", State.DISMISSED: "不处理"}
PURPOSES = {Purpose.SIMILAR: "相似问", Purpose.REGRESSION: "回归题"}
THUMBS = {"up": True, "down": False}
OUTCOMES: dict[Outcome, str] = {
    outcome: NAMES.get(outcome, "寒暄") for outcome in Outcome if outcome is not Outcome.UNAVAILABLE
}
DONE = {
    "similar": "已经作为相似问收下，导出以后才会进指南。",
    "regression": "已经作为回归题收下，导出以后才会进题集。",
    "dismiss": "已经标为不处理。",
    "reopen": "已经重新打开。",
    "delete": "已经删除。",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A state of the list, as its address says it; `state` is "" for new entries and "all" for any."""

    state: str = ""
    thumb: str = ""
    article: str = ""
    q: str = ""
    page: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.thumb or self.article or self.q)

    @property
    def query(self) -> str:
        names = ("state", "thumb", "article", "q", "page")
        return urlencode({name: getattr(self, name) for name in names if getattr(self, name)})

    def address(self, **changes: str) -> str:
        """The address of this state with some of it changed; another choice begins at its first page."""
        changed = replace(self, **{"page": "", **changes})
        return f"{ROOT}?{changed.query}" if changed.query else ROOT


@dataclass(frozen=True, slots=True)
class Draft:
    """What is filled into an entry's form for a purpose, with sentences about it by field."""

    wording: str
    provisions: str
    expected: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A provision with the address of its page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the template needs it; `open` is the form that is open, "" for none."""

    entry: Entry
    outcome: str
    citations: tuple[Link, ...]
    right: Link | None
    provisions: tuple[Link, ...]
    expected: str
    similar: Draft
    regression: Draft
    open: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list; `total` over all pages, `problem` about the filters."""

    entries: tuple[Shown, ...]
    counts: Mapping[State, int]
    total: int
    page: int
    pages: int
    problem: str = ""


def read_listed(given: Iterable[tuple[str, str]]) -> Listed:
    """What stands twice counts once; what is none of a list's states is left out."""
    typed = {name: value.strip() for name, value in given}
    state, thumb, page = typed.get("state", ""), typed.get("thumb", ""), typed.get("page", "")
    return Listed(
        state if state in (ALL, State.TAKEN.value, State.DISMISSED.value) else "",
        thumb if thumb in THUMBS else "",
        typed.get("article", "")[:LONGEST_QUESTION],
        typed.get("q", "")[:LONGEST_QUESTION],
        page if page.isascii() and page.isdigit() and len(page) < 6 and int(page) > 1 else "",
    )


def find(journal: Journal, listed: Listed, regulation: Regulation) -> Found:
    """Raises StoreUnavailableError."""
    named = name_one(listed.article, regulation)
    article = named.references[0].article if named.references else None
    state = None if listed.state == ALL else State(listed.state or State.NEW)
    wanted = Wanted(state, THUMBS.get(listed.thumb), article, listed.q)
    counts = journal.counts(wanted)
    total = sum(counts.values()) if state is None else counts[state]
    pages = max(1, -(-total // PAGE))
    page = min(int(listed.page or 1), pages)
    entries = journal.find(wanted, (page - 1) * PAGE, PAGE)
    return Found(tuple(shown(entry, regulation) for entry in entries), counts, total, page, pages, named.problem)


def shown(entry: Entry, regulation: Regulation, purpose: Purpose | None = None, draft: Draft | None = None) -> Shown:
    """With the draft that somebody has typed for a purpose, or what suggests itself."""
    taking, opinion = entry.taking, entry.opinion
    known = {reference.key for reference in regulation.references()}
    citations = [_link(key) for key in opinion.citations if key in known]
    right = _link(entry.right) if entry.right in known else None
    likely = [right] if right else citations
    similar = Draft(opinion.question, likely[0].label if likely else "")
    expected = opinion.outcome if opinion.liked else Outcome.ANSWERED.value if right else ""
    regression = Draft(opinion.question, "、".join(link.label for link in likely), expected)
    return Shown(
        entry=entry,
        outcome=OUTCOMES.get(Outcome(opinion.outcome), "系统故障"),
        citations=tuple(citations),
        right=right,
        provisions=tuple(_link(key) for key in taking.provisions) if taking else (),
        expected=OUTCOMES[Outcome(taking.expected)] if taking and taking.expected else "",
        similar=draft if draft and purpose is Purpose.SIMILAR else similar,
        regression=draft if draft and purpose is Purpose.REGRESSION else regression,
        open=purpose.value if purpose else "",
    )


def local_time(moment: datetime) -> str:
    """2026年1月5日 17:30, or 5 January 2026 17:30; here."""
    here = moment.astimezone()
    return f"{day_text(here.date())} {here:%H:%M}"


def _link(key: str) -> Link:
    reference = reference_of(key)
    return Link(reference.label, address_of(reference))
