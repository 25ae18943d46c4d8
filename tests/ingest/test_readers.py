"""Every format gives the same tree, and nothing that only stands on the page gets into it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from ingest.checks import check
from ingest.decoding import decode
from ingest.parser import parse
from ingest.readers import read_source
from ingest.source import squeeze, tidy
from kb.errors import SourceError
from tests.ingest.documents import write_html, write_markdown, write_pdf, write_wrapped
from tests.ingest.samples import LINES, TEXT, tree, write


def write_bytes(encoding: str, mark: bytes = b"") -> Callable[[Path], None]:
    def write_encoded(path: Path) -> None:
        path.write_bytes(mark + TEXT.encode(encoding))

    return write_encoded


def write_docx(path: Path) -> None:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(path))


def write_docx_with_tables_and_breaks(path: Path) -> None:
    document = docx.Document()
    for line in LINES[:7]:
        document.add_paragraph(line)
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.paragraphs[0].add_run("\n".join(LINES[7:10]))
    for line in LINES[10:]:
        document.add_paragraph(line)
    document.save(str(path))


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "UTF-8": ("a.txt", write_bytes("utf-8")),
    "UTF-8 with a mark": ("a.txt", write_bytes("utf-8", codecs.BOM_UTF8)),
    "UTF-16 little-endian": ("a.txt", write_bytes("utf-16-le", codecs.BOM_UTF16_LE)),
    "UTF-16 big-endian": ("a.txt", write_bytes("utf-16-be", codecs.BOM_UTF16_BE)),
    "UTF-16 without a mark": ("a.txt", write_bytes("utf-16-le")),
    "UTF-16 big-endian without a mark": ("a.txt", write_bytes("utf-16-be")),
    "GB18030": ("a.txt", write_bytes("gb18030")),
    "a file without suffix": ("law", write_bytes("utf-8")),
    "Windows line ends": ("a.txt", lambda path: path.write_bytes(TEXT.replace("\n", "\r\n").encode())),
    "old Macintosh line ends": ("a.txt", lambda path: path.write_bytes(TEXT.replace("\n", "\r").encode())),
    "blank lines between": ("a.txt", lambda path: write(path, TEXT.replace("\n", "\n\n"))),
    "lines cut by their width, indented": ("a.txt", write_wrapped),
    "Markdown": ("a.md", write_markdown),
    "Markdown under another suffix": ("a.txt", write_markdown),
    "HTML": ("a.html", write_html),
    "HTML under another suffix": ("a.txt", write_html),
    "DOCX": ("a.docx", write_docx),
    "DOCX under another suffix": ("a.txt", write_docx),
    "DOCX with a table and line breaks": ("a.docx", write_docx_with_tables_and_breaks),
    "PDF": ("a.pdf", write_pdf),
    "PDF under another suffix": ("a.txt", write_pdf),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_tree(tmp_path: Path, name: str) -> None:
    file, write_file = WRITERS[name]
    write_file(tmp_path / file)
    source = read_source(tmp_path / file)
    regulation = parse(source, id="small")
    assert regulation == tree(source.sha256)
    assert check(regulation, source)[0] == "4 of 4 articles in sequence"


def test_lines_have_the_numbers_that_an_editor_shows(tmp_path: Path) -> None:
    lines = read_source(write(tmp_path / "a.txt", "甲\n\n乙\r\n丙\r\r丁")).lines
    assert [(line.number, line.text) for line in lines] == [(1, "甲"), (3, "乙"), (4, "丙"), (6, "丁")]


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    one = read_source(write(tmp_path / "a.txt", "甲"))
    other = read_source(write(tmp_path / "b.txt", "甲\n"))
    assert one.lines == other.lines
    assert one.sha256 != other.sha256


def test_page_numbers_between_form_feeds_are_dropped_and_others_kept(tmp_path: Path) -> None:
    paged = "甲\n- 1 -\f乙\n- 2 -\f丙\n3\n- 3 -"
    assert [line.text for line in read_source(write(tmp_path / "a.txt", paged)).lines] == ["甲", "乙", "丙", "3"]


def test_running_heads_are_dropped_from_the_third_page_on_only(tmp_path: Path) -> None:
    def texts(*pages: str) -> list[str]:
        return [line.text for line in read_source(write(tmp_path / "a.txt", "\f".join(pages))).lines]

    assert texts("题\n甲", "条例\n乙", "条例\n丙") == ["题", "甲", "乙", "丙"]
    assert texts("题\n甲", "条例\n乙") == ["题", "甲", "条例", "乙"]


def test_a_list_number_of_markdown_is_part_of_the_words(tmp_path: Path) -> None:
    lines = read_source(write(tmp_path / "a.md", "# 题\n\n3. 甲\n4. 乙\n")).lines
    assert [(line.number, line.text) for line in lines] == [(1, "题"), (3, "3. 甲"), (4, "4. 乙")]


def test_emphasis_and_comments_of_markdown_are_dropped(tmp_path: Path) -> None:
    lines = read_source(write(tmp_path / "a.md", "# 题\n\n<!-- 注 -->\n\n**第一条** 甲<br>乙\n")).lines
    assert [line.text for line in lines] == ["题", "第一条 甲乙"]


def test_scripts_styles_and_navigation_of_a_page_are_dropped(tmp_path: Path) -> None:
    page = (
        "<html><head><title>网站</title><style>p{}</style></head><body><nav>首页</nav>\n"
        "<script>var a='甲'</script><p>乙<br>丙</p><!-- 丁 --><footer>版权</footer></body></html>"
    )
    lines = read_source(write(tmp_path / "a.html", page)).lines
    assert [(line.number, line.text) for line in lines] == [(2, "乙"), (2, "丙")]


def test_numbers_that_word_counts_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "a.docx"))
    assert [line.text for line in read_source(tmp_path / "a.docx").lines] == ["1. 甲", "2. 乙"]


@pytest.mark.parametrize(
    ("tag", "problem"),
    [("w:ins", "tracked changes"), ("w:del", "tracked changes"), ("w:txbxContent", "a text box")],
)
def test_words_that_a_reader_may_not_see_are_refused_with_their_paragraph(
    tmp_path: Path, tag: str, problem: str
) -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_paragraph("乙")._p.append(OxmlElement(tag))
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(SourceError, match=rf"a\.docx:2: holds {problem}"):
        read_source(tmp_path / "a.docx")


def test_a_way_of_counting_that_is_not_known_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    for form in document.part.numbering_part.element.iter(qn("w:numFmt")):
        form.set(qn("w:val"), "upperRoman")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(SourceError, match=r"a\.docx:1: is numbered by Word as 'upperRoman'"):
        read_source(tmp_path / "a.docx")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=40))
def test_chinese_text_is_read_in_both_encodings(text: str) -> None:
    path = Path("a.txt")
    assert decode(path, codecs.BOM_UTF8 + text.encode()) == text
    assert decode(path, text.encode()) == text
    assert decode(path, codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("第 一 条", "第一条"),
        ("2024年 3月 28日", "2024年3月28日"),
        ("公平参\n 与", "公平参与"),
        ("Open  Source\nLaw", "Open Source Law"),
        ("A 股", "A股"),
        ("一\u200b二\u3000三", "一二三"),
        ("a\u200bb", "ab"),
    ],
)
def test_blanks_stay_only_between_latin_words(text: str, kept: str) -> None:
    assert tidy(text) == kept


@given(st.text(max_size=40))
def test_tidying_loses_nothing_but_blanks(text: str) -> None:
    assert squeeze(tidy(text)) == squeeze(text)
    assert tidy(tidy(text)) == tidy(text)
