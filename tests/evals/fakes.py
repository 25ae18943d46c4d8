"""A toy regulation, short ways to write questions and answers, and a subject with queued replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.answer import Answer, Calculation, Outcome, Retrieved
from evals.evaluation import Evaluation, RunInfo
from evals.question import Expected, Gold, Question, Turn
from evals.record import Record, judge
from kb.model import Article, Chapter, Citation, Item, Paragraph, Reference, Regulation

TOY = Regulation(
    id="toy",
    title="玩具条例",
    chapters=(
        Chapter(1, "总则", (Article(1, 1, (Paragraph(1, "为了促进中小企业发展，制定本条例。"),)),)),
        Chapter(
            2,
            "规则",
            (
                Article(
                    2,
                    2,
                    (
                        Paragraph(1, "应当自提出请求之日起三十日内确认。"),
                        Paragraph(2, "有下列行为之一的：", (Item(1, "截留资金的；"), Item(2, "挪用资金的。"))),
                    ),
                ),
                Article(3, 2, (Paragraph(1, "本条例自2024年7月1日起施行。"),)),
            ),
        ),
    ),
)


def ref(key: str) -> Reference:
    """2.2.1 → 第二条第二款第（一）项."""
    article, paragraph, item = (*(int(number) for number in key.split(".")), None, None)[:3]
    return Reference(article=article, paragraph=paragraph, item=item)


def cite(key: str, quote: str | None = None, regulation: str = "toy") -> Citation:
    """A citation of the whole provision, or of the words given."""
    words = TOY.text_of(ref(key)) if quote is None else quote
    return Citation(regulation, "玩具条例", 1, ref(key), words)


def expect(outcome: str = "answered", golds: Mapping[str, int] | None = None, **more: Any) -> Expected:
    acceptable = tuple(Outcome(name) for name in more.pop("acceptable", ()))
    graded = tuple(Gold(ref(key), grade) for key, grade in (golds or {}).items())
    return Expected(Outcome(outcome), acceptable, graded, **more)


def reply(outcome: str = "answered", *cited: str | Citation, text: str = "答复。", **more: Any) -> Answer:
    """An answer that cites the provisions in full; `retrieved` are article numbers, best first."""
    citations = tuple(cite(entry) if isinstance(entry, str) else entry for entry in cited)
    retrieved = tuple(Retrieved(number, None, 1.0) for number in more.pop("retrieved", ()))
    return Answer("", Outcome(outcome), text, citations, retrieved=retrieved, **more)


def computed(rule: str, **result: Any) -> Calculation:
    return Calculation(rule, {}, result)


def ask(id: str, expected: Expected, say: str = "", **more: Any) -> Question:
    return Question(id, more.pop("set", "rules"), (Turn(say or f"问题 {id}", expected),), **more)


def dialogue(id: str, *turns: tuple[str, Expected], **more: Any) -> Question:
    return Question(id, "dialogues", tuple(Turn(say, expected) for say, expected in turns), True, **more)


def record(question: Question, *answers: Answer, elapsed_ms: float = 1.0) -> Record:
    return judge(question, answers, TOY, elapsed_ms)


def passing(id: str, **more: Any) -> Record:
    return record(ask(id, expect("small_talk"), **more), reply("small_talk"))


def failing(id: str, **more: Any) -> Record:
    return record(ask(id, expect("small_talk"), **more), reply("clarify"))


INFO = RunInfo(
    date="2026-01-02T03:04:05+00:00", commit="c0ffee0123456789", versions={"guide": "g1", "index": "i1"},
    split="all", clock="2025-09-01",
)  # fmt: skip


def evaluation(*records: Record, info: RunInfo = INFO) -> Evaluation:
    return Evaluation(info, records)


class QueuedSubject:
    """Gives out the replies queued for a question, and raises those that are exceptions."""

    def __init__(self, replies: Mapping[str, Sequence[Answer | BaseException]]) -> None:
        self.regulation = TOY
        self.versions = {"regulation": "toy@1", "guide": "g1", "index": "i1", "build": "b1"}
        self.asked: list[tuple[str, date]] = []
        self._queues = {say: list(queue) for say, queue in replies.items()}

    def ask(self, question: str, today: date) -> Answer:
        self.asked.append((question, today))
        found = self._queues[question].pop(0)
        if isinstance(found, BaseException):
            raise found
        return found

    def converse(self, turns: Sequence[str], today: date) -> list[Answer]:
        return [self.ask(turn, today) for turn in turns]
