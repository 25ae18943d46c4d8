from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Outcome
from bot.web.markup import answer_html, copy_html, first_sentence, marked, plain_text, question_html
from kb.model import Citation, Reference

QUOTE = "应当在三十日内确认债权债务关系。"
CITATION = Citation("cq-sme-2024", "重庆市中小企业促进条例", 2, Reference(article=20, paragraph=2), QUOTE)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> "
    "![a](http://evil/x.png) [b](javascript:x) $$x$$ `c` \"q\" 'r'"
)


class Collector(HTMLParser):
    """Tags, attributes and the text that a browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Collector:
    collector = Collector()
    collector.feed(html)
    collector.close()
    return collector


def test_a_question_is_shown_as_typed() -> None:
    shown = seen(question_html(HOSTILE))
    assert shown.tags == ["div"]
    assert shown.text == HOSTILE


@given(st.text())
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    assert set(seen(question_html(text)).tags) <= {"div", "br"}


@given(st.text(), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_marks_change_no_letter(quote: str, marks: list[str]) -> None:
    shown = seen(marked(quote.replace("\r", ""), marks))
    assert set(shown.tags) <= {"mark", "br"}
    assert shown.text == quote.replace("\r", "")


def test_decisive_words_are_marked_and_overlaps_joined() -> None:
    assert marked("三十日内确认", ["三十日", "十日内"]) == "<mark>三十日内</mark>确认"


def test_an_answer_links_to_its_article_and_can_be_copied() -> None:
    answer = Answer("问", Outcome.ANSWERED, f"《条例》规定：\n\n> {QUOTE}", (CITATION,), marks=("三十日",))
    html = answer_html(answer)
    assert 'href="/articles/20#2"' in html
    assert "<mark>三十日</mark>" in html
    assert seen(html).text.count(QUOTE) == 1, "in the card, and not beside it"
    assert QUOTE in html.split('data-copy="')[1], "for the clipboard"
    assert f"{QUOTE[:4]}" in copy_html(answer)
    assert "\n" not in html
    assert "不是法律意见" in html


def test_a_hostile_quote_and_text_stay_text() -> None:
    citation = Citation("x", HOSTILE, 1, Reference(article=1), HOSTILE)
    shown = seen(answer_html(Answer(HOSTILE, Outcome.ANSWERED, HOSTILE, (citation,))))
    assert "script" not in shown.tags
    assert "img" not in shown.tags
    assert not {name for name in shown.attributes if name.startswith("on")}


def test_the_clipboard_gets_words_without_markdown() -> None:
    answer = Answer("问", Outcome.ANSWERED, f"**第二十条**规定：\n\n> {QUOTE}", (CITATION,))
    assert plain_text(answer) == f"第二十条规定：\n\n{QUOTE}\n依据：《重庆市中小企业促进条例》第二十条第二款"


def test_what_is_said_in_bold_is_bold_and_steps_are_a_list() -> None:
    html = answer_html(Answer("问", Outcome.CALCULATED, "**60万元。**还有\n\n怎么算的：\n1. 甲\n2. 乙\n完"))
    assert "<strong>60万元。</strong>还有" in html
    assert '<ol class="steps"><li>甲</li><li>乙</li></ol><p>完</p>' in html


def test_many_cards_are_opened_on_demand() -> None:
    citations = tuple(Citation("x", "条例", 1, Reference(article=number), f"第{number}句。") for number in range(1, 7))
    html = answer_html(Answer("问", Outcome.LISTING, "有六条：", citations))
    assert html.index("第4句") < html.index("<summary>还有2条") < html.index("第5句")
    assert "<details" not in answer_html(Answer("问", Outcome.LISTING, "有四条：", citations[:4]))


def test_the_first_sentence_is_read_out() -> None:
    answer = Answer("问", Outcome.ANSWERED, "**可以。**还有别的。", (CITATION,))
    assert first_sentence(answer) == "可以。"
    assert first_sentence(Answer("问", Outcome.ANSWERED, "")) == ""
