"""What is kept in Chroma: one record for each provision and each similar question."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Reference

PROVISION, QUESTION = "provision", "question"


@dataclass(frozen=True, slots=True)
class Record:
    """A provision or a similar question, with where it leads."""

    id: str
    text: str
    kind: str
    regulation: str
    chapter: int
    reference: Reference

    def metadata(self) -> dict[str, str | int]:
        """Numbers as integers: `where={"article": 36}`, not "36". A level that is absent has 0."""
        return {
            "regulation": self.regulation,
            "kind": self.kind,
            "chapter": self.chapter,
            "article": self.reference.article or 0,
            "paragraph": self.reference.paragraph or 0,
            "item": self.reference.item or 0,
        }
