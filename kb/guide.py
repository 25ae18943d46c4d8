"""The guide: what we wrote to explain the regulation, one TOML file an article, checked as it is loaded."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import GuideError, NoSuchProvisionError
from kb.model import Reference, Regulation
from kb.text import squeeze

ARTICLE_KEYS = frozenset({"article", "paragraph"})
PARAGRAPH_KEYS = frozenset({"number", "topic", "questions", "item"})
ITEM_KEYS = frozenset({"number", "topic", "questions"})
TOPIC_KEYS = frozenset({"name", "belongs", "near", "far"})


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """相似问: a question that people ask and that this provision answers."""

    text: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A question that this regulation does not answer; `near` if it shares our vocabulary.

    `belongs` says where such a question belongs ("" if unknown).
    """

    text: str
    topic: str
    near: bool
    belongs: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the guide's files hold; `sha256` is over the files' names and bytes.

    `topics` says in a few words what a paragraph or item is about; the regulation itself has no titles.
    """

    questions: tuple[SimilarQuestion, ...] = ()
    counter_examples: tuple[CounterExample, ...] = ()
    topics: Mapping[Reference, str] = field(default_factory=dict)
    sha256: str = ""


def guide_hash(folder: Path) -> str:
    """Hash of all the guide's files; the empty guide has one too."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load_guide(folder: Path, regulation: Regulation) -> Guide:
    """All files `NN.toml` of the folder and `scope/*.toml` below it.

    Raises GuideError naming file and line: unknown keys, provisions that do not exist, a question
    that stands twice (punctuation and width aside), also once as ours and once as a counter-example.
    """
    questions: list[SimilarQuestion] = []
    counter_examples: list[CounterExample] = []
    topics: dict[Reference, str] = {}
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        for reference, table in _entries(path, regulation):
            if "topic" in table:
                topics[reference] = str(table["topic"])
            for text in _questions(path, table):
                _refuse_twice(seen, path, text)
                questions.append(SimilarQuestion(text, reference))
    for path in sorted((folder / "scope").glob("*.toml")):
        for example in _counter_examples(path):
            _refuse_twice(seen, path, example.text)
            counter_examples.append(example)
    return Guide(tuple(questions), tuple(counter_examples), topics, guide_hash(folder))


def _entries(path: Path, regulation: Regulation) -> Iterator[tuple[Reference, dict[str, Any]]]:
    """The file's paragraphs and items with their tables."""
    file = _read(path)
    _allow(path, "the file", file, ARTICLE_KEYS)
    article = file.get("article")
    if not isinstance(article, int):
        raise GuideError(f"{path.name}: 'article' must be a whole number, not {article!r}")
    for paragraph in file.get("paragraph", []):
        _allow(path, "[[paragraph]]", paragraph, PARAGRAPH_KEYS)
        reference = Reference(article=article, paragraph=paragraph.get("number"))
        _exists(path, reference, regulation)
        yield reference, paragraph
        for item in paragraph.get("item", []):
            _allow(path, "[[paragraph.item]]", item, ITEM_KEYS)
            at_item = Reference(article=article, paragraph=reference.paragraph, item=item.get("number"))
            _exists(path, at_item, regulation)
            yield at_item, item


def _counter_examples(path: Path) -> Iterator[CounterExample]:
    table = _read(path)
    _allow(path, "the file", table, frozenset({"topic"}))
    for topic in table.get("topic", []):
        _allow(path, "[[topic]]", topic, TOPIC_KEYS)
        for near, key in ((True, "near"), (False, "far")):
            for text in _questions(path, topic, key):
                yield CounterExample(text, str(topic.get("name", "")), near, str(topic.get("belongs", "")))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GuideError(f"{path.name}: {error}") from error


def _questions(path: Path, table: dict[str, Any], key: str = "questions") -> Iterator[str]:
    for text in table.get(key, []):
        if not isinstance(text, str) or not squeeze(text):
            raise GuideError(f"{path.name}:{_line(path, str(text))}: {key} must hold questions, not {text!r}")
        yield text


def _exists(path: Path, reference: Reference, regulation: Regulation) -> None:
    try:
        regulation.text_of(reference)
    except NoSuchProvisionError as error:
        raise GuideError(f"{path.name}: {error}") from error


def _allow(path: Path, where: str, table: dict[str, Any], allowed: frozenset[str]) -> None:
    for key in table:
        if key not in allowed:
            line = _line(path, key)
            raise GuideError(f"{path.name}:{line}: {where} unknown key {key!r}; allowed: {', '.join(sorted(allowed))}")


def _refuse_twice(seen: dict[str, str], path: Path, text: str) -> None:
    folded = squeeze(text)
    if folded in seen:
        raise GuideError(f"{path.name}:{_line(path, text)}: {text!r} stands in {seen[folded]} too")
    seen[folded] = path.name


def _line(path: Path, text: str) -> int:
    """Number of the first line that holds the text, 1 if none does."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if text in line:
            return number
    return 1
