"""What cannot be published is refused with one sentence that names the place, and the published index stays."""

from __future__ import annotations

import errno
import importlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from PIL import Image

from ingest.__main__ import main
from ingest.build import ingest
from ingest.readers import LARGEST_BYTES, read_source
from ingest.shelf import Entry
from kb.errors import PublishError, SourceError
from kb.library import Library
from kb.opening import open_knowledge
from kb.settings import Settings
from tests.ingest.documents import write_scanned_pdf
from tests.ingest.samples import TEXT, TITLE, write

QUESTION = "合法权益"


@dataclass(frozen=True)
class Shelf:
    """A data folder in which the small regulation is published from `source`."""

    data: Path
    source: Path

    def ingest(self, path: Path) -> int:
        return main([str(path), "--quiet", "--data", str(self.data)])

    def files(self) -> dict[str, bytes]:
        """Every file of the index by its place."""
        return {str(path): path.read_bytes() for path in self.data.rglob("*") if path.is_file()}

    def state(self) -> tuple[dict[str, str], list[str]]:
        """What is published, and what search finds in it."""
        opened = open_knowledge(Settings(data=self.data))
        try:
            found = [hit.reference.key for hit in opened.retriever.search(QUESTION, 3).hits]
            assert opened.regulation.title == TITLE
        finally:
            opened.close()
        return Library(self.data).published(), found


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Shared by tests that leave it as they found it, or publish the same regulation anew."""
    folder = tmp_path_factory.mktemp("shelf")
    made = Shelf(folder / "data", write(folder / "small.txt"))
    assert made.ingest(made.source) == 0
    assert "2.2" in made.state()[1]
    return made


def file(name: str, data: bytes) -> Callable[[Path], Path]:
    def write_file(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return write_file


def text(name: str, old: str, new: str) -> Callable[[Path], Path]:
    assert old in TEXT
    return file(name, TEXT.replace(old, new, 1).encode())


def scanned(first_page: str) -> Callable[[Path], Path]:
    def write_pdf(folder: Path) -> Path:
        Image.new("RGB", (40, 40), "white").save(folder / "page.png")
        write_scanned_pdf(folder / "scan.pdf", folder / "page.png", first_page)
        return folder / "scan.pdf"

    return write_pdf


def too_large(folder: Path) -> Path:
    path = folder / "large.txt"
    with path.open("wb") as sparse:
        sparse.truncate(LARGEST_BYTES + 10**5)
    return path


def tracked(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("第一条 本条例自公布之日起施行。")
    insertion = docx.oxml.OxmlElement("w:ins")
    document.paragraphs[0]._p.append(insertion)
    document.save(str(folder / "tracked.docx"))
    return folder / "tracked.docx"


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "an empty file": (file("a.txt", b""), "a.txt: is empty"),
    "a file of blanks": (file("a.txt", b" \n\xe3\x80\x80\n"), "a.txt: holds no text"),
    "binary data": (file("a.txt", b"\x89\n\x00\x01\x02" * 9), "a.txt:2: is binary data, not text"),
    "a control character": (
        file("a.txt", "甲\n乙\x07".encode()),
        r"a.txt:2: is binary data, not text (character '\x07')",
    ),
    "no known encoding": (
        file("a.txt", b"a\n\xff\xff\xff"),
        "a.txt:2: cannot be decoded: it is neither UTF-8 nor GB18030",
    ),
    "a mark that lies": (
        file("a.txt", b"\xef\xbb\xbfa\xff"),
        "a.txt:1: cannot be decoded: it is not the UTF-8 that its byte order mark promises",
    ),
    "a text without articles": (
        file("a.txt", "会议纪要\n今天开会。\n".encode()),
        "a.txt: has no articles: no line begins with 第…条",
    ),
    "a gap": (text("a.txt", "第四条 ", "第七条 "), "a.txt:12: 第七条 after 第三条; expected 第四条"),
    "an article that is there twice": (
        text("a.txt", "第三条 市", "第二条 市"),
        "a.txt:8: 第二条 is there twice: again after 第二条",
    ),
    "items that jump": (text("a.txt", "（二）", "（三）"), "a.txt:10: 第三条: （三） after （一）; expected （二）"),
    "an inserted article": (
        text("a.txt", "第四条 ", "第三条之一 "),
        "a.txt:12: an article inserted after 第三条 (之…) has no place in the tree",
    ),
    "a damaged PDF": (file("a.pdf", b"%PDF-1.4\nhello"), "a.pdf: is a damaged or protected PDF ("),
    "text called PDF": (file("a.pdf", TEXT.encode()), "a.pdf: is damaged: it does not begin as a PDF file does"),
    "text called DOCX": (file("a.docx", TEXT.encode()), "a.docx: is damaged: it does not begin as a DOCX file does"),
    "a damaged DOCX": (file("a.docx", b"PK\x03\x04hello"), "a.docx: is a damaged DOCX file ("),
    "an old Word file": (
        file("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99),
        "a.doc: is an old or protected Office file; save it as .docx without a password",
    ),
    "tracked changes": (tracked, "tracked.docx:1: holds tracked changes; accept or reject them first"),
    "a PDF of pictures": (
        scanned(""),
        "scan.pdf: has no text on any page; it holds images of the text and needs a text layer (OCR)",
    ),
    "a PDF with one page as a picture": (
        scanned("第一条 本条例自公布之日起施行。"),
        "scan.pdf: page 2 is only an image and needs a text layer (OCR)",
    ),
    "a file over 20 MB": (too_large, "large.txt: is too large (20.1 MB; at most 20 MB)"),
    "a folder": (lambda folder: folder, ": is a directory, not a file"),
    "a path that is not there": (lambda folder: folder / "a.txt", "a.txt: cannot be read (No such file or directory)"),
    "a path through a file": (
        lambda folder: file("a.txt", b"1")(folder) / "b.txt",
        "b.txt: cannot be read (Not a directory)",
    ),
    "a name that is too long": (lambda folder: folder / ("a" * 300), "a: cannot be read (File name too long)"),
    "a device": (lambda folder: Path(os.devnull), "is not a regular file"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_leaves_the_index(
    shelf: Shelf,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    before = shelf.files()
    make, message = BAD[name]
    (tmp_path / "bad").mkdir()
    path = make(tmp_path / "bad")
    with caplog.at_level(logging.WARNING):
        assert shelf.ingest(path) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert sentence.startswith(f"error: {path}")
    assert message in sentence
    assert caplog.messages == []
    assert shelf.files() == before


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    path = write(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "read_bytes", refuse)  # as root everything may be read
    with pytest.raises(SourceError, match=r"a\.txt: cannot be read \(Permission denied\)"):
        read_source(path)


def test_a_path_with_a_nul_character_is_refused() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_source(Path("a\x00b.txt"))


def test_a_file_of_just_20_mb_is_read(tmp_path: Path) -> None:
    filler = " " * (LARGEST_BYTES - len(TEXT.encode()))
    path = write(tmp_path / "a.txt", TEXT + filler)
    assert path.stat().st_size == LARGEST_BYTES
    assert len(read_source(path).lines) == len(TEXT.splitlines())
    write(path, TEXT + filler + " ")
    with pytest.raises(SourceError, match="is too large"):
        read_source(path)


def test_the_first_file_that_is_bad_ends_the_command(shelf: Shelf, tmp_path: Path) -> None:
    other = write(tmp_path / "other.txt", TEXT.replace(TITLE, "另一条例"))
    bad = write(tmp_path / "bad.txt", "")
    before = Library(shelf.data).published()
    assert main([str(bad), str(other), "--quiet", "--data", str(shelf.data)]) == 1
    assert Library(shelf.data).published() == before


WRITES = [
    ("ingest.build", "write_tree"),
    ("ingest.build", "make_search"),
    ("ingest.build", "write_manifest"),
    ("kb.library", "write_durably"),
]


@pytest.mark.parametrize(("module", "write_name"), WRITES, ids=[name for _, name in WRITES])
def test_a_full_disk_is_one_sentence_and_leaves_the_index(
    shelf: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    module: str,
    write_name: str,
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = shelf.state()
    changed = write(tmp_path / "changed.txt", TEXT.replace("减免收费。", f"减免收费（{write_name}）。"))
    with monkeypatch.context() as full:
        full.setattr(importlib.import_module(module), write_name, fail)
        assert shelf.ingest(changed) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"error: {shelf.data}: cannot be written (No space left on device); ")
    assert sentence.endswith(" MB free")
    assert shelf.state() == before
    # With room again the same ingest works, and nothing is left of the one that failed.
    assert shelf.ingest(changed) == 0
    (build,) = shelf.state()[0].values()
    assert build not in before[0].values()
    assert [folder.name for folder in Library(shelf.data).builds.iterdir()] == [build]


def test_an_index_that_lost_records_is_not_published(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = importlib.import_module("kb.making").make_search

    def count_one_more(*arguments: object) -> int:
        return int(made(*arguments)) + 1

    before = shelf.state()
    changed = write(tmp_path / "changed.txt", TEXT.replace("减免收费。", "减免全部收费。"))
    monkeypatch.setattr(importlib.import_module("ingest.build"), "make_search", count_one_more)
    entry = Entry("law", changed, None, None, {})
    with pytest.raises(PublishError, match="the index holds 8 of 9 records"):
        ingest(entry, Settings(data=shelf.data), lambda stage, done, total: None)
    assert shelf.state() == before
