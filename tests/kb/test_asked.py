from __future__ import annotations

from kb.asked import LONGEST, SHORTEST, SHOWN, typical_questions
from kb.guide import Kind, SimilarQuestion
from kb.handbook import Handbook, from_json, to_json
from kb.model import Reference

HERE, THERE = Reference(article=1, paragraph=1), Reference(article=2, paragraph=1)


def questions(*texts: str, reference: Reference = HERE, kind: Kind = Kind.PLAIN) -> list[SimilarQuestion]:
    return [SimilarQuestion(text, reference, kind) for text in texts]


def test_only_readable_questions_about_what_the_provision_says_are_shown() -> None:
    asked = [
        *questions("拖欠货款怎么办呢", "货款 拖欠 不给 怎么办", "短" * (SHORTEST - 1), "长" * (LONGEST + 1)),
        *questions("条例说了几天内必须付吗", kind=Kind.SILENT),
        SimilarQuestion("听说可以拖一年是不是", HERE, entry="1.1"),
    ]
    assert typical_questions(asked) == {HERE: ("拖欠货款怎么办呢",)}


def test_the_most_typical_comes_first_and_its_likes_last() -> None:
    asked = questions(
        "拖欠货款找谁投诉", "拖欠货款找谁投诉啊", "拖欠货款找谁投诉呢", "货款被拖欠找谁", "怎么才能要回工程款"
    )
    shown = typical_questions(asked)[HERE]
    assert len(shown) == SHOWN
    assert shown[0].startswith("拖欠货款找谁投诉")
    assert not shown[1].startswith("拖欠货款找谁投诉")


def test_there_are_never_more_than_are_shown() -> None:
    many = questions(*(f"第{number}种情况应该怎么处理" for number in range(50)), reference=THERE)
    shown = typical_questions(many)[THERE]
    assert len(set(shown)) == SHOWN


def test_a_provision_without_readable_questions_has_none() -> None:
    assert typical_questions(questions("短")) == {}
    assert typical_questions([]) == {}


def test_a_handbook_keeps_them() -> None:
    handbook = Handbook(asked={HERE: ("拖欠货款怎么办呢",)})
    assert from_json(to_json(handbook)) == handbook
