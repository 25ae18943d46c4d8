from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import IndexUnavailableError, NothingPublishedError, PublishError
from kb.library import IN_USE, MANIFEST, REGULATION, Library, Manifest, write_durably, write_manifest
from kb.model import Article, Chapter, Paragraph, Regulation
from kb.tree import to_json


def finished(library: Library, name: str, id: str = "law") -> None:
    folder = library.builds / name
    folder.mkdir(parents=True)
    (folder / IN_USE).touch()
    regulation = Regulation(id, "某条例", (Chapter(1, "总则", (Article(1, 1, (Paragraph(1, name),)),)),))
    (folder / REGULATION).write_text(json.dumps(to_json(regulation)), encoding="utf-8")
    write_manifest(folder, Manifest(name, id, name, "f", "s", "g", "fitted", 1, ("1 of 1 articles in sequence",)))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "data")


def test_an_empty_folder_says_how_to_fill_it(library: Library) -> None:
    with pytest.raises(NothingPublishedError, match="python -m ingest"):
        library.regulation()


def test_publishing_switches_to_the_new_build(library: Library) -> None:
    finished(library, "one")
    finished(library, "two")
    library.publish("law", "one")
    assert library.regulation().text_of(next(library.regulation().references())) == "one"
    library.publish("law", "two")
    assert library.regulation("law").articles[0].full_text == "two"


def test_an_unfinished_build_cannot_be_published(library: Library) -> None:
    finished(library, "one")
    library.publish("law", "one")
    finished(library, "half")
    (library.builds / "half" / MANIFEST).unlink()
    with pytest.raises(PublishError, match="not finished"):
        library.publish("law", "half")
    assert library.published() == {"law": "one"}


def test_sweeping_keeps_what_is_published_and_what_is_read(library: Library) -> None:
    for name in ("old", "read", "new"):
        finished(library, name)
    library.publish("law", "read")
    reader = library.open()
    library.publish("law", "new")
    assert library.sweep() == ["old"]
    assert (library.builds / "read").exists()
    reader.close()
    assert library.sweep() == ["read"]
    assert library.regulation().articles[0].full_text == "new"


def test_two_regulations_stand_side_by_side(library: Library) -> None:
    finished(library, "a", "law-a")
    finished(library, "b", "law-b")
    library.publish("law-a", "a")
    library.publish("law-b", "b")
    assert library.sweep() == []
    assert library.regulation("law-b").id == "law-b"
    with pytest.raises(NothingPublishedError, match="law-c"):
        library.regulation("law-c")


def test_a_damaged_build_is_unavailable_and_not_nothing(library: Library) -> None:
    finished(library, "one")
    library.publish("law", "one")
    (library.builds / "one" / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(IndexUnavailableError):
        library.regulation()


def test_a_damaged_pointer_is_unavailable_and_not_nothing(library: Library) -> None:
    library.data.mkdir()
    (library.data / "published.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexUnavailableError):
        library.default_id()


def test_a_durable_write_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_durably(tmp_path / "a.json", "1")
    write_durably(tmp_path / "a.json", "2")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "2"
