from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from bot.answer import Choice
from evals.compare import compare
from evals.history import summary_of
from evals.record import crashed
from evals.report import TEMPLATES, Findings, markdown, render, write_report
from tests.evals.fakes import INFO, ask, cite, computed, dialogue, evaluation, expect, failing, passing, record, reply

HOSTILE = "</script><img src=http://evil.example/x onerror=alert(1)>\"'&![a](http://evil.example/b)<b>粗</b>"
ATTACK = evaluation(
    record(
        ask(HOSTILE, expect("answered", {"2.1": 2}, facts=(HOSTILE,), forbidden=(HOSTILE,)), HOSTILE, set=HOSTILE,
            tags=(HOSTILE, "typo")),
        reply("answered", cite("2.1", HOSTILE), text=HOSTILE, calculations=(computed(HOSTILE, **{HOSTILE: HOSTILE}),),
              choices=(Choice(HOSTILE, 1),), retrieved=[1, 2]),
    ),
    crashed(ask("crash", expect(rule=HOSTILE, result={HOSTILE: HOSTILE}), HOSTILE), ValueError(HOSTILE)),
    info=replace(INFO, commit=HOSTILE, versions={"guide": HOSTILE}),
)  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the text outside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


def test_hostile_strings_are_shown_and_do_nothing() -> None:
    findings = Findings([HOSTILE], compare(ATTACK, ATTACK), [replace(summary_of(ATTACK), date="2020", commit=HOSTILE)])
    page = Tags(render(ATTACK, findings))
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "a"}
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert HOSTILE in page.text


def test_nothing_is_fetched_from_anywhere() -> None:
    page = Tags(render(ATTACK, Findings()))
    sources = [attributes[name] for _, attributes in page.tags for name in ("src", "href", "data", "poster", "action")
               if name in attributes]  # fmt: skip
    assert sources == ["data:,"]
    policy = next(str(attributes["content"]) for _, attributes in page.tags if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "url(" not in (TEMPLATES / "report.css").read_text(encoding="utf-8")


def test_markdown_is_rendered_without_html_links_or_pictures() -> None:
    assert markdown("**粗** 与\n> 引") == "<p><strong>粗</strong> 与</p>\n<blockquote>\n<p>引</p>\n</blockquote>\n"
    assert markdown("1. 甲\n2. 乙").startswith("<ol>")
    html = markdown("<script>x</script> [a](javascript:x) ![b](http://x/y) <http://x>")
    assert not re.search(r"<(script|a|img)\b", html)


def test_each_question_carries_what_it_is_filtered_by() -> None:
    talk = dialogue("d", ("甲", expect("clarify")), ("乙", expect("answered")), tags=("staff", "two words"))
    run = evaluation(
        passing("a"), failing("b"), record(talk, reply("clarify"), reply()), crashed(ask("c", expect()), ValueError())
    )
    page = Tags(render(run, Findings()))
    found = [attributes for tag, attributes in page.tags if tag == "details" and "data-state" in attributes]
    assert [attributes["data-state"] for attributes in found] == ["passed", "failed", "passed", "crash"]
    dialogue_row = found[2]
    assert dialogue_row["data-set"] == "dialogues"
    assert (dialogue_row["data-tags"] or "").split("\n") == ["staff", "two words"]
    assert (dialogue_row["data-expected"] or "").split("\n") == ["clarify", "answered"]
    assert found[3]["data-got"] == "crash"


def test_a_failure_shows_reasons_answer_and_citation() -> None:
    wrong = record(ask("x", expect("answered", {"2.1": 2}), "多久？"), reply("answered", "3", text="**很快**。"))
    page = Tags(render(evaluation(wrong), Findings()))
    for shown in ("没有引用第二条第一款。", "很快", "本条例自2024年7月1日起施行。", "应引", "第二条第一款"):
        assert shown in page.text


def test_the_head_says_what_was_run_and_whether_it_is_enough() -> None:
    run = evaluation(passing("a"), failing("b"))
    text = Tags(render(run, Findings())).text
    for shown in ("50.0%", "共 2 题", "2026-01-02 03:04 UTC", "c0ffee012345", "g1", "没有指标低于下限或基准。"):
        assert shown in text
    assert "很差。" in Tags(render(run, Findings(["很差。"]))).text


def test_the_comparison_shows_questions_won_and_lost() -> None:
    before, after = evaluation(passing("a"), failing("b")), evaluation(failing("a"), passing("b"))
    text = Tags(render(after, Findings(comparison=compare(before, after)))).text
    assert "新做对 1 道" in text
    assert "新做错 1 道" in text
    assert "与基准相比" not in Tags(render(after, Findings())).text


def test_the_history_shows_earlier_runs_of_the_same_kind_only() -> None:
    run = evaluation(passing("a"))
    earlier = replace(summary_of(run), date="2025-12-31T00:00:00+00:00", commit="0" * 40)
    assert "2025-12-31 0000000" in render(run, Findings(history=[earlier]))
    for other in (replace(earlier, split="dev"), replace(earlier, counts={"hotline": 1})):
        assert "历次通过率" not in render(run, Findings(history=[other]))


def test_a_run_of_nothing_has_a_report(tmp_path: Path) -> None:
    write_report(tmp_path / "new" / "run.html", evaluation(), Findings())
    assert "共 0 题" in (tmp_path / "new" / "run.html").read_text(encoding="utf-8")
