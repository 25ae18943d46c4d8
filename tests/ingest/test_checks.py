"""Nothing is published that was not proved: each check on both sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.checks import check
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import bundled
from kb.errors import StructureError
from kb.library import DEFAULT_ID
from kb.model import Paragraph, Regulation
from tests.ingest.samples import LINES, TEXT, tree, write

TITLE, PASSED = LINES[:2]


def proved(path: Path, text: str) -> tuple[str, ...]:
    source = read_source(write(path, text))
    return check(parse(source, id="small"), source)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "law.txt"


def test_all_is_proved_of_the_bundled_regulation(regulation: Regulation) -> None:
    said = check(regulation, read_source(bundled(DEFAULT_ID).source))
    assert said[:7] == (
        "59 of 59 articles in sequence",
        "9 chapters in sequence",
        "8 items in sequence",
        "112 paragraphs, none of which breaks off in the middle of a sentence",
        "no heading inside an article",
        "all 8821 characters of the source accounted for",
        "title 重庆市中小企业促进条例",
    )
    assert len(said) == 8, "no place of the bundled text is left in doubt"


def test_all_is_proved_of_the_small_regulation(path: Path) -> None:
    assert proved(path, TEXT) == (
        "4 of 4 articles in sequence",
        "2 chapters in sequence",
        "2 items in sequence",
        "6 paragraphs, none of which breaks off in the middle of a sentence",
        "no heading inside an article",
        f"all {sum(len(''.join(line.split())) for line in LINES)} characters of the source accounted for",
        f"title {TITLE}",
        "every line is a paragraph",
    )


def test_a_regulation_without_chapters_is_said_to_have_none(path: Path) -> None:
    text = "".join(f"{line}\n" for line in LINES if "章" not in line)
    assert proved(path, text)[1] == "it is not divided into chapters"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("第三条 ", "第四条 ", r":8: 第四条 after 第二条; expected 第三条"),
        ("第四条 ", "第七条 ", r":12: 第七条 after 第三条; expected 第四条"),
        ("第三条 ", "第二条 ", r":8: 第二条 is there twice: again after 第二条"),
        ("第四条 ", "第一条 ", r":12: 第一条 is there twice: again after 第三条"),
        ("第一条 ", "第二条 ", r":4: 第二条 comes first, not 第一条"),
        ("第二章 ", "第三章 ", r":7: 第三章 after 第一章; expected 第二章"),
        ("第二章 ", "第一章 ", r":7: 第一章 is there twice"),
        ("第一章 ", "第二章 ", r":3: 第二章 comes first, not 第一章"),
        ("（二）", "（三）", r":10: 第三条: （三） after （一）; expected （二）"),
        ("（二）", "（一）", r":10: 第三条: （一） is there twice: again after （一）"),
        ("（一）", "（二）", r":9: 第三条: （二） comes first, not （一）"),
        ("第四条 ", "第一节 施行\n第四条 ", None),
        ("第四条 ", "第二节 施行\n第四条 ", r":12: 第二章: 第二节 comes first, not 第一节"),
        ("第四条 ", "第三章 附则\n第四条 ", None),
        ("第四条 ", "第三章 空章\n第四章 附则\n第四条 ", r":12: 第三章 has no articles"),
    ],
)
def test_numbers_follow_one_another(path: Path, old: str, new: str, message: str | None) -> None:
    text = TEXT.replace(old, new, 1)
    if message is None:
        assert proved(path, text)
        return
    with pytest.raises(StructureError, match=rf"law\.txt{message}"):
        proved(path, text)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("不得侵犯。", "不得", 6),
        ("减免收费。", "减免收费", 10),
        ("服务信息；", "服务信息", 9),
        ("减免收费。", "减免收费；", 10),  # only the last item has to end the sentence
        ("制定本条例。", "制定本条例；", 4),
    ],
)
def test_a_sentence_that_breaks_off_is_refused_with_its_line(path: Path, old: str, new: str, line: int) -> None:
    with pytest.raises(StructureError, match=rf"law\.txt:{line}: 第.条 breaks off in the middle of a sentence: …"):
        proved(path, TEXT.replace(old, new))


def test_an_article_without_words_is_refused(path: Path) -> None:
    with pytest.raises(StructureError, match=r"law\.txt:12: 第四条 has no words"):
        proved(path, TEXT.replace(LINES[11], "第四条\n第五条 " + LINES[11].removeprefix("第四条 ")))


@pytest.mark.parametrize(
    ("inside", "name"), [("第四条 ", "第四条"), ("　第四条　", "第四条"), ("第三章 附则 第四条 ", "第三章")]
)
def test_a_heading_inside_a_line_is_refused_with_its_line(path: Path, inside: str, name: str) -> None:
    with pytest.raises(StructureError, match=rf"law\.txt:11: {name} stands inside a line and not at its start"):
        proved(path, TEXT.replace("\n第四条 ", inside))


def test_an_article_that_is_spoken_of_inside_a_line_is_none(path: Path) -> None:
    assert proved(path, TEXT.replace("社会监督。", "社会监督。第二条规定的企业除外。"))


def test_a_regulation_without_a_title_is_refused(path: Path) -> None:
    with pytest.raises(StructureError, match=r"law\.txt:1: has no title"):
        proved(path, "\n".join(LINES[2:]))


def test_words_that_the_tree_lost_are_refused_with_their_line(path: Path) -> None:
    source = read_source(write(path, TEXT))
    first, second = tree().chapters
    article = replace(first.articles[1], paragraphs=(Paragraph(1, first.articles[1].paragraphs[0].text),))
    lost = replace(tree(), chapters=(replace(first, articles=(first.articles[0], article)), second))
    with pytest.raises(
        StructureError, match=r"law\.txt:6: not every character is accounted for: from …'小微企业的合法"
    ):
        check(lost, source)


@pytest.mark.parametrize(("written", "line"), [("小", 4), ("不", 4)])
def test_one_changed_character_is_noticed(path: Path, written: str, line: int) -> None:
    source = read_source(write(path, TEXT))
    read = parse(source, id="small")
    first = read.chapters[0].articles[0]
    text = first.paragraphs[0].text
    changed = replace(first, paragraphs=(Paragraph(1, written + text[1:]),))
    chapters = (replace(read.chapters[0], articles=(changed, *read.chapters[0].articles[1:])), *read.chapters[1:])
    assert check(read, source)
    with pytest.raises(StructureError, match=rf"law\.txt:{line}: not every character"):
        check(replace(read, chapters=chapters), source)


def test_a_tree_without_articles_is_refused(path: Path) -> None:
    with pytest.raises(StructureError, match=r"law\.txt: has no articles"):
        check(replace(tree(), chapters=()), read_source(write(path, TEXT)))


def test_paragraphs_that_are_not_counted_from_one_are_refused(path: Path) -> None:
    first, second = tree().chapters
    article = replace(first.articles[0], paragraphs=(replace(first.articles[0].paragraphs[0], number=2),))
    wrong = replace(tree(), chapters=(replace(first, articles=(article, first.articles[1])), second))
    with pytest.raises(StructureError, match="the paragraphs of 第一条 are not numbered from 1 on"):
        check(wrong, read_source(write(path, TEXT)))
