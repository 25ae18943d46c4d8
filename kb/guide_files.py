"""Loading the guide: one TOML file an article, and the counter-examples in scope/*.toml.

A mistake is named with file and line: an unknown key, a provision that does not exist, a question that
stands twice (punctuation and width aside), be it once as ours and once as a counter-example.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.errors import GuideError, NoSuchProvisionError
from kb.guide import (
    CounterExample,
    Explanation,
    Guide,
    Kind,
    Misconception,
    Silence,
    SimilarQuestion,
    guide_hash,
)
from kb.model import Reference, Regulation
from kb.text import squeeze

ARTICLE_KEYS = frozenset({"article", "paragraph", "silence", "misconception"})
UNIT_KEYS = frozenset({"number", "topic", "plain", "related", "questions", "stories"})
SILENCE_KEYS = frozenset({"name", "paragraph", "says", "ask", "questions"})
MISCONCEPTION_KEYS = frozenset({"paragraph", "claim", "right", "words", "told", "questions", "confirmations"})
STORY_KEYS = frozenset({"ask", "also"})
TOPIC_KEYS = frozenset({"name", "belongs", "near", "far"})


def load_guide(folder: Path, regulation: Regulation) -> Guide:
    """All files `NN.toml` of the folder and `scope/*.toml` below it.

    Raises GuideError.
    """
    seen: dict[str, str] = {}
    articles = [_ArticleFile(path, regulation, seen) for path in sorted(folder.glob("*.toml"))]
    for article in articles:
        article.read()
    counter_examples = [
        example for path in sorted((folder / "scope").glob("*.toml")) for example in _counter_examples(path, seen)
    ]
    return Guide(
        questions=tuple(question for article in articles for question in article.questions),
        counter_examples=tuple(counter_examples),
        explanations={reference: e for article in articles for reference, e in article.explanations.items()},
        silences=tuple(silence for article in articles for silence in article.silences),
        misconceptions=tuple(m for article in articles for m in article.misconceptions),
        sha256=guide_hash(folder),
    )


class _ArticleFile:
    """One file NN.toml, read table by table."""

    def __init__(self, path: Path, regulation: Regulation, seen: dict[str, str]) -> None:
        self._path = path
        self._regulation = regulation
        self._seen = seen
        self._article = 0
        self.questions: list[SimilarQuestion] = []
        self.explanations: dict[Reference, Explanation] = {}
        self.silences: list[Silence] = []
        self.misconceptions: list[Misconception] = []

    def read(self) -> None:
        """Raises GuideError."""
        file = _read(self._path)
        _allow(self._path, "the file", file, ARTICLE_KEYS)
        article = file.get("article")
        if not isinstance(article, int):
            raise GuideError(f"{self._path.name}: 'article' must be a whole number, not {article!r}")
        self._article = article
        for paragraph in file.get("paragraph", []):
            reference = self._reference(paragraph)
            self._unit(reference, "[[paragraph]]", paragraph, UNIT_KEYS | {"item"})
            for item in paragraph.get("item", []):
                self._unit(self._reference(item, reference.paragraph), "[[paragraph.item]]", item, UNIT_KEYS)
        for place, silence in enumerate(file.get("silence", []), start=1):
            self._silence(f"{article}~s{place}", silence)
        for place, misconception in enumerate(file.get("misconception", []), start=1):
            self._misconception(f"{article}~m{place}", misconception)

    def _unit(self, reference: Reference, where: str, table: dict[str, Any], keys: frozenset[str]) -> None:
        _allow(self._path, where, table, keys)
        related = tuple(self._existing(key) for key in table.get("related", []))
        explanation = Explanation(str(table.get("topic", "")), str(table.get("plain", "")), related)
        if explanation != Explanation():
            self.explanations[reference] = explanation
        self._ask(table, "questions", reference)
        self._ask(table, "stories", reference)

    def _silence(self, id: str, table: dict[str, Any]) -> None:
        _allow(self._path, "[[silence]]", table, SILENCE_KEYS)
        reference = self._reference({"number": table.get("paragraph")})
        self.silences.append(Silence(id, reference, *(str(table.get(key, "")) for key in ("name", "says", "ask"))))
        self._ask(table, "questions", reference, Kind.SILENT, id)

    def _misconception(self, id: str, table: dict[str, Any]) -> None:
        _allow(self._path, "[[misconception]]", table, MISCONCEPTION_KEYS)
        reference = self._reference({"number": table.get("paragraph")})
        claim, right, words = (str(table.get(key, "")) for key in ("claim", "right", "words"))
        told = tuple(str(written) for written in table.get("told", []))
        self.misconceptions.append(Misconception(id, reference, claim, right, words, told))
        self._ask(table, "questions", reference, Kind.PREMISE, id)
        # Whoever says the right thing and wants it confirmed asks what the provision says.
        self._ask(table, "confirmations", reference)

    def _ask(
        self, table: dict[str, Any], key: str, reference: Reference, kind: Kind = Kind.PLAIN, entry: str = ""
    ) -> None:
        """The questions under a key: strings, or tables of a question and what it touches too."""
        for written in table.get(key, []):
            text, also = written, []
            if isinstance(written, dict):
                _allow(self._path, f"{key}:", written, STORY_KEYS)
                text, also = written.get("ask"), written.get("also", [])
            _refuse_blank(self._path, key, text)
            _refuse_twice(self._seen, self._path, text)
            touched = tuple(self._existing(other) for other in also)
            self.questions.append(SimilarQuestion(text, reference, kind, entry, touched))

    def _reference(self, table: dict[str, Any], paragraph: int | None = None) -> Reference:
        """The paragraph, or the item of a paragraph, that a table is about."""
        number = table.get("number")
        if not isinstance(number, int):
            raise GuideError(f"{self._path.name}: a paragraph's number must be a whole number, not {number!r}")
        if paragraph is None:
            reference = Reference(article=self._article, paragraph=number)
        else:
            reference = Reference(article=self._article, paragraph=paragraph, item=number)
        return self._checked(reference)

    def _existing(self, key: object) -> Reference:
        """The provision of a key such as "58.1.6"."""
        numbers = [int(part) if part.isdigit() else 0 for part in str(key).split(".")]
        if not 2 <= len(numbers) <= 3 or 0 in numbers:
            raise GuideError(
                f'{self._path.name}:{_line(self._path, str(key))}: {key!r} must be like "36.3" or "58.1.6"'
            )
        return self._checked(Reference(None, *numbers))

    def _checked(self, reference: Reference) -> Reference:
        try:
            self._regulation.text_of(reference)
        except NoSuchProvisionError as error:
            raise GuideError(f"{self._path.name}: {error}") from error
        return reference


def _counter_examples(path: Path, seen: dict[str, str]) -> Iterator[CounterExample]:
    table = _read(path)
    _allow(path, "the file", table, frozenset({"topic"}))
    for topic in table.get("topic", []):
        _allow(path, "[[topic]]", topic, TOPIC_KEYS)
        for near, key in ((True, "near"), (False, "far")):
            for text in topic.get(key, []):
                _refuse_blank(path, key, text)
                _refuse_twice(seen, path, text)
                yield CounterExample(text, str(topic.get("name", "")), near, str(topic.get("belongs", "")))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GuideError(f"{path.name}: {error}") from error


def _refuse_blank(path: Path, key: str, text: object) -> None:
    if not isinstance(text, str) or not squeeze(text):
        raise GuideError(f"{path.name}:{_line(path, str(text))}: {key} must hold questions, not {text!r}")


def _refuse_twice(seen: dict[str, str], path: Path, text: str) -> None:
    folded = squeeze(text)
    if folded in seen:
        raise GuideError(f"{path.name}:{_line(path, text)}: {text!r} stands in {seen[folded]} too")
    seen[folded] = path.name


def _allow(path: Path, where: str, table: dict[str, Any], allowed: frozenset[str]) -> None:
    for key in table:
        if key not in allowed:
            line = _line(path, key)
            raise GuideError(f"{path.name}:{line}: {where} unknown key {key!r}; allowed: {', '.join(sorted(allowed))}")


def _line(path: Path, text: str) -> int:
    """Number of the first line that holds the text, 1 if none does."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if text in line:
            return number
    return 1
