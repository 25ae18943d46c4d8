from __future__ import annotations

from evals.record import crashed
from evals.tables import run_report, table, width
from tests.evals.fakes import ask, dialogue, evaluation, expect, failing, passing, record, reply


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("题集ab") == 6


def test_columns_line_up() -> None:
    lines = table([["题集", "n"], ["a", "100"]]).split("\n")
    assert lines == ["题集    n", "a     100"]


def test_the_tables_by_set_and_by_tag_show_what_applies() -> None:
    text = run_report(evaluation(*(passing(f"q{number}", tags=("typo",)) for number in range(5))))
    head, everything, rules = text.split("\n\n")[0].split("\n")
    assert head.split() == ["题集", "题数", "出错", "通过", "类型", "反问", "p50", "p95"]
    assert everything.split() == ["全部", "5", "0", "1.00", "1.00", "0.00", "1.0", "1.0"]
    assert rules.startswith("精确计算")
    assert "错别字" in text


def test_rare_tags_are_left_out() -> None:
    assert "错别字" not in run_report(evaluation(*(passing(f"q{number}", tags=("typo",)) for number in range(4))))


def test_a_failed_question_shows_expected_got_and_why() -> None:
    wrong = record(ask("rul-1", expect("answered", {"2.1": 2}), "多久？"), reply("answered", "3"))
    assert run_report(evaluation(wrong, passing("ok"))).split("\n\n")[-1].split("\n") == [
        "✗ rul-1 · 精确计算",
        "  多久？",
        "    应为：依条文作答（第二条第一款）",
        "    实为：依条文作答（第三条）",
        "    原因：没有引用第二条第一款。",
        "    原因：引用了标准答案以外的条文：第三条。",
    ]


def test_of_a_dialogue_only_the_failed_turns_are_shown() -> None:
    talk = dialogue("d", ("甲", expect("clarify")), ("乙", expect("clarify")))
    text = run_report(evaluation(record(talk, reply("clarify"), reply())))
    assert "第 2 轮：乙" in text
    assert "甲" not in text


def test_a_crash_shows_what_was_raised() -> None:
    text = run_report(evaluation(crashed(ask("x", expect(), "多久？"), ValueError("broken"))))
    assert text.endswith("✗ x · 精确计算\n  多久？\n  程序出错：ValueError: broken")


def test_a_run_of_nothing_has_a_report() -> None:
    assert "全部" in run_report(evaluation())


def test_failing_questions_stand_in_the_order_of_the_run() -> None:
    text = run_report(evaluation(failing("b"), failing("a")))
    assert text.index("✗ b") < text.index("✗ a")
