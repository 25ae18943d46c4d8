"""Lists that staff ask for: all provisions on a body, a group or a word of the law, computed from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Answer, Outcome
from bot.compose import cite, quoted
from bot.cues import Cues
from bot.passages import sentences_of
from kb.model import Reference, Regulation
from kb.subjects import Subject, SubjectKind, named_in

SHORTEST, LONGEST = 2, 10  # characters of a word asked for
LONGEST_ASKED = 40  # characters of a question for a list; a longer one is a story


def subjects_asked(text: str, subjects: Sequence[Subject], cues: Cues) -> tuple[Subject, ...]:
    """The subjects of which a list is wanted; () if no list is.

    What an authority has to do is a list too; of others and of words only “all” of something is.
    """
    if len(text) > LONGEST_ASKED or cues.found("listing", "not", text):
        return ()
    named = named_in(text, subjects)
    if cues.found("listing", "all", text):
        return named or _word_asked(text, cues)
    if not named:
        return ()
    duty = cues.found("listing", "duty", text)
    return named if duty and all(subject.kind is SubjectKind.BODY for subject in named) else ()


def _word_asked(text: str, cues: Cues) -> tuple[Subject, ...]:
    """A word of the regulation's own that is no subject of the list: all that is left, or what stands in quotes."""
    quoted_word = re.search('[“「『‘"]([^”」』’"]{2,12})[”」』’"]', text)
    rest = (
        quoted_word.group(1) if quoted_word else re.sub(r"[\W_]", "", cues.patterns["listing", "around"].sub(" ", text))
    )
    if not SHORTEST <= len(rest) <= LONGEST:
        return ()
    return (Subject(f"“{rest}”", SubjectKind.WORD, (rest,), re.compile(re.escape(rest))),)


def provisions_of(subjects: Sequence[Subject], regulation: Regulation) -> tuple[Reference, ...]:
    """The provisions of all the bodies and groups named; with words too, those of them that speak so."""
    bodies = [subject for subject in subjects if subject.kind is not SubjectKind.WORD]
    words = [subject for subject in subjects if subject.kind is SubjectKind.WORD]
    found = _any(bodies or words, regulation)
    spoken = set(_any(words, regulation)) if bodies and words else None
    both = tuple(reference for reference in found if spoken is None or reference in spoken)
    return both or found


def list_provisions(
    question: str, regulation: Regulation, subjects: Sequence[Subject], references: Sequence[Reference]
) -> Answer:
    """Grouped by chapter, each with the sentences in which the subject stands."""
    names = "、".join(subject.label for subject in subjects)
    blocks = [f"条例里写到{names}的，一共{len(references)}处："]
    chapter = 0
    for reference in references:
        article = regulation.article(reference.article or 0)
        if article.chapter != chapter:
            chapter = article.chapter
            blocks.append(f"**{regulation.chapter(chapter).label} {regulation.chapter(chapter).title}**")
        blocks.append(f"**{reference.label}**\n\n" + quoted(_told(reference, regulation, subjects)))
    citations = tuple(cite(regulation, reference) for reference in references)
    return Answer(question, Outcome.LISTING, "\n\n".join(blocks), citations)


def _any(subjects: Sequence[Subject], regulation: Regulation) -> tuple[Reference, ...]:
    found = {reference for subject in subjects for reference in subject.provisions(regulation)}
    return tuple(reference for reference in regulation.references() if reference in found)


def _told(reference: Reference, regulation: Regulation, subjects: Sequence[Subject]) -> str:
    """The sentences of a provision in which one of the subjects stands."""
    paragraph = regulation.paragraph(reference.article or 0, reference.paragraph or 0)
    words = paragraph.text if reference.item is None else regulation.text_of(reference)
    told = [s for s in sentences_of(words) if any(subject.pattern.search(s) for subject in subjects)]
    return "".join(told) or words
