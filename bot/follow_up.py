"""What a turn that leaves something out is about: the provisions in play weighed against what its words find."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.details import open_detail
from bot.own_subject import CLEAR, LEAD, OwnSubject, lead_of
from bot.settings import Thresholds
from bot.stated import fixes
from bot.turn import Reader, Turn
from kb.guide import Kind
from kb.model import Reference
from kb.opening import OpenKnowledge
from kb.search import Found, Hit
from kb.subjects import SubjectKind, named_in
from kb.text import pairs_of, squeeze

# Chosen on the development dialogues: what the turn's words find, what they find beside the topic's name, and
# what being in play, or next to it in the guide, is worth.
ALONE, WITH_TOPIC, IN_PLAY, SAME_ARTICLE, RELATED, PRONOUN, UNRELATED = 1.0, 0.6, 0.05, 0.06, 0.04, 0.5, 1.0
NO_LEAD = 0.08  # of one paragraph over another of the same article
OWN, OWN_BARE = 1.2, 1.4  # what a silence of the very paragraph is worth against one of its article
LIKELY = 0.2  # the score from which a word of theirs tells a provision from what is in play
SHORTEST_WORD = 2  # of a provision that a turn names
LONGEST_NAME = 4  # characters of what a turn puts into the last question
NEVER = 100.0
BESIDE = 0.2  # of the likeness of a turn beside its topic, against that of the turn alone
LEAST_SILENT, LEAST_PREMISE = (
    -0.4,
    0.3,
)  # of the kinds of a turn: how much more it must be after a detail than after what is said
# What is asked about is known to be said there: nothing is left open, nothing taken for granted.
PLAIN_ONLY: dict[str, float] = {Kind.PLAIN: 0.0, Kind.SILENT: -NEVER, Kind.PREMISE: -NEVER}
LEAST_LIKE, AS_LIKE = 5.0, 0.65  # likeness to a misconception, and of that to what the article says itself
MODALS = ("必须", "应该", "应当", "一定", "需要", "可以")
# Money is wanted back, and what says so.
_REMEDY_ASKED = re.compile("赔(?!率)|补偿|损失|(?:钱|费|款)[^，,。]{0,4}退|退[^，,。出会]{0,3}(?:钱|费|款|我|不退)")
_REMEDY = re.compile("赔偿|补偿|退还")
# 由…负责, 向…申请: what an authority does.
_ACTS = r"[^，。；]{0,60}?(?:应当|负责|会同|可以|组织|建立|牵头)"
_TO = r"向[^，。；]{0,20}?"


@dataclass(frozen=True, slots=True)
class Weighed:
    """All provisions for a turn, the most likely first; `alone` is what its own words find."""

    found: Found
    alone: Found

    @property
    def best(self) -> Reference:
        return self.found.hits[0].reference

    @property
    def margin(self) -> float:
        return self.found.margin


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Weighs the provisions in play."""

    opened: OpenKnowledge
    thresholds: Thresholds
    reader: Reader

    @property
    def own_subject(self) -> OwnSubject:
        return OwnSubject(self.opened, self.thresholds, self.reader)

    def alone(self, text: str) -> Found:
        """Raises IndexUnavailableError."""
        return self.opened.retriever.rank(text)

    def weigh(self, turn: Turn, alone: Found, present: Sequence[Reference], question: str) -> Weighed:
        """Raises IndexUnavailableError."""
        topic = self.opened.topic(present[0]) if present else ""
        asks = self.reader.asks(turn.text) or self.reader.found("detail", turn.text)
        beside = self.alone(f"{topic if asks else question}，{turn.text}")
        scores = {hit.reference: WITH_TOPIC * hit.score for hit in beside.hits}
        if not turn.bare:
            sure = ALONE * (1 + max(0.0, alone.margin))
            for hit in alone.hits:
                scores[hit.reference] += sure * hit.score
        articles = {reference.article for reference in present}
        related = {other for reference in present for other in self.opened.handbook.explanation(reference).related}
        liable = self.reader.found("liable", turn.text)
        pronoun = PRONOUN if self.reader.found("subject", turn.text) and not liable else 0.0
        leads = turn.another or (not turn.bare and lead_of(alone, articles) >= LEAD)
        if self.reader.found("same", turn.text) or self.own_subject.only_told(turn, present):
            leads, related = False, set()  # 我们是中型企业，也一样？ 减免年限
        for reference in scores:
            if liable:
                continue
            if reference in present:
                scores[reference] += IN_PLAY
            if reference.article in articles:
                scores[reference] += SAME_ARTICLE + pronoun
            elif reference in related:
                scores[reference] += RELATED
            elif not leads:
                scores[reference] -= UNRELATED
        hits = tuple(
            Hit(reference, min(1.0, scores[reference])) for reference in sorted(scores, key=lambda r: -scores[r])
        )
        hits = self._ordered(turn, alone, hits, present)
        own = asks or self.reader.found("claims", turn.text)
        kinds = self._kinds(alone.kinds) if own else self._kinds(self._read_kinds(question), ellipsis=True)
        moved = hits[0].reference not in present and self._has_word_of(hits[0].reference, turn)
        if not own and (moved or not self._only_names(turn) or self._names_a_word_of(hits[0].reference, turn)):
            kinds[Kind.SILENT] = -NEVER
        if not self._like_misconception(alone, hits[0].reference):
            kinds[Kind.PREMISE] = -NEVER
        elif self.reader.found("claims", turn.text):
            kinds[Kind.PREMISE] = max(alone.kinds.get(Kind.PREMISE, 0.0), kinds.get(Kind.PLAIN, 0.0))
        provision = self.opened.regulation.text_of(hits[0].reference)
        if fixes(provision, turn.text if asks else question) or (asks and self._is_said(turn, provision)):
            kinds[Kind.SILENT] = -NEVER
        elif own and open_detail(provision, turn.text) is not None:
            kinds[Kind.SILENT] = max(kinds[Kind.SILENT], kinds.get(Kind.PLAIN, 0.0))
        worth = OWN_BARE if turn.bare else OWN
        likeness = {key: value + BESIDE * beside.likeness.get(key, 0.0) for key, value in alone.likeness.items()}
        for key, silence in self.opened.handbook.silences.items():
            if silence.reference == hits[0].reference and key in likeness:
                likeness[key] *= worth
        found = replace(beside, hits=hits, reading=alone.reading, kinds=kinds, likeness=likeness)
        return Weighed(found, alone)

    def _ordered(
        self, turn: Turn, alone: Found, hits: tuple[Hit, ...], present: Sequence[Reference]
    ) -> tuple[Hit, ...]:
        """The provisions in play first where the turn names no subject; else what it surely names among them."""
        articles = {reference.article for reference in present}
        own = alone.hits[0]
        if hits[0].reference.article in articles:
            own = next((hit for hit in alone.hits if hit.reference.article in articles), own)
        likely = own.score >= CLEAR or (own.score >= LIKELY and self._tells(turn, own.reference, present[0]))
        if own.reference.article in articles and likely and not self._as_likely(turn, alone, present[0]):
            return (own, *(hit for hit in hits if hit.reference != own.reference))
        if not turn.bare:
            return self._first_kept(turn, alone, hits, present[0])
        fixing = self._fixing(turn, present[0])
        rank = {reference: place for place, reference in enumerate((*fixing, *present))}
        inside = [h for h in hits if h.reference in rank] or [h for h in hits if h.reference.article in articles]
        inside.sort(key=lambda hit: rank.get(hit.reference, len(rank)))
        return (*inside, *(hit for hit in hits if hit not in inside))

    def _first_kept(self, turn: Turn, alone: Found, hits: tuple[Hit, ...], first: Reference) -> tuple[Hit, ...]:
        """What was treated last before another paragraph of its article that no word of the turn tells from it."""
        best = hits[0].reference
        scores = {hit.reference: hit.score for hit in alone.hits}
        lead = scores.get(best, 0.0) - scores.get(first, 0.0)
        if best.article != first.article or lead >= NO_LEAD or self._tells(turn, best, first):
            return hits
        kept = [hit for hit in hits if hit.reference == first]
        return (*kept, *(hit for hit in hits if hit.reference != first))

    def _fixing(self, turn: Turn, first: Reference) -> list[Reference]:
        """The paragraphs that fix the figure asked for, where the one treated last has none: 多少天."""
        regulation = self.opened.regulation
        if _is_fixed(regulation.text_of(first), turn.text):
            return []
        beside = [
            Reference(article=first.article, paragraph=paragraph.number)
            for paragraph in regulation.article(first.article or 0).paragraphs
        ]
        return [one for one in beside if _is_fixed(regulation.text_of(one), turn.text)]

    def _as_likely(self, turn: Turn, alone: Found, first: Reference) -> bool:
        """Whether the words of a turn that goes on find what was treated last hardly less than another paragraph."""
        score = next((hit.score for hit in alone.hits if hit.reference == first), 0.0)
        return turn.marked and alone.hits[0].score - score < NO_LEAD

    def _is_said(self, turn: Turn, provision: str) -> bool:
        """Whether a yes or no is asked of words that all stand in the provision: 必须书面的吧."""
        words = [word for word in self.reader.words(turn.rest) if len(word) > 1 and word not in MODALS]
        return bool(words) and self.reader.found("whether", turn.text) and all(word in provision for word in words)

    def _tells(self, turn: Turn, one: Reference, other: Reference) -> bool:
        """Whether a turn tells one provision from another: by its figure, or two characters of its words or topic.

        The name of an authority is no subject: 海关？ may be meant for who is in charge.
        """
        if any(subject.kind is SubjectKind.BODY for subject in named_in(turn.rest, self.opened.subjects)):
            return False
        told, beside = (self.opened.regulation.text_of(reference) for reference in (one, other))
        if fixes(told, turn.text) and not fixes(beside, turn.text):
            return True
        told, beside = told + self.opened.topic(one), beside + self.opened.topic(other)
        return any(pair in told and pair not in beside for pair in pairs_of(turn.rest))

    def _only_names(self, turn: Turn) -> bool:
        """Whether a turn puts something else into the last question (担保的呢) rather than telling something."""
        return turn.bare or (turn.trails and len(turn.rest) <= LONGEST_NAME)

    def _names_a_word_of(self, reference: Reference, turn: Turn) -> bool:
        """Whether what a turn names stands in the provision, and is not somebody for whom the last question is meant.

        首台套呢, after a question for a sum: what is said of it; 小微呢: the sum for these.
        """
        named = squeeze(turn.rest)
        if len(named) < SHORTEST_WORD or named_in(turn.rest, self.opened.subjects):
            return False
        return named in squeeze(self.opened.regulation.text_of(reference))

    def _has_word_of(self, reference: Reference, turn: Turn) -> bool:
        """Whether a word of a turn stands in a provision: 误工的损失呢."""
        told = self.opened.regulation.text_of(reference)
        named = named_in(turn.rest, self.opened.subjects)
        return not named and any(len(word) > 1 and word in told for word in self.reader.words(turn.rest))

    def _like_misconception(self, alone: Found, reference: Reference) -> bool:
        """Whether the words of a turn are like a misconception of the article, not only put as claims are."""
        wrong = [wrong.id for wrong in self.opened.handbook.misconceptions_of(reference.article)]
        units = [key for key in alone.likeness if key.split(".")[0] == str(reference.article) and "~" not in key]
        premise, plain = (max((alone.likeness.get(key, 0.0) for key in keys), default=0.0) for keys in (wrong, units))
        return premise >= LEAST_LIKE and premise >= AS_LIKE * plain

    def _read_kinds(self, text: str) -> Mapping[str, float]:
        return self.opened.retriever.knowledge.kinds.read(text)

    def _kinds(self, kinds: Mapping[str, float], ellipsis: bool = False) -> dict[str, float]:
        """What a short turn is after by its own form: likeness to a silence of the topic says little of it.

        An ellipsis wants what the last question wanted, but claims nothing: nothing in it is to be put right.
        """
        own = kinds.get(Kind.PLAIN, 0.0)
        weighed: dict[str, float] = dict(kinds)
        if kinds.get(Kind.SILENT, -1.0) < own + LEAST_SILENT:
            weighed[Kind.SILENT] = -NEVER
        if ellipsis or kinds.get(Kind.PREMISE, -1.0) < own + LEAST_PREMISE:
            weighed[Kind.PREMISE] = -NEVER
        return weighed

    def in_charge(self, present: Sequence[Reference]) -> Reference | None:
        """The nearest provision of the articles in play that says which authority acts."""
        near = list(present)
        for reference in present:
            near += [
                Reference(article=reference.article, paragraph=paragraph.number)
                for paragraph in self.opened.regulation.article(reference.article or 0).paragraphs
            ]
        return next(filter(self.names_authority, dict.fromkeys(near)), None)

    def names_authority(self, reference: Reference) -> bool:
        """Whether a provision says which authority acts, or whom to turn to."""
        text = self.opened.regulation.text_of(reference)
        bodies = [
            s.pattern.pattern for s in self.opened.subjects if s.kind is SubjectKind.BODY or "人民政府" in s.label
        ]
        return any(re.search(f"(?:{body}){_ACTS}|{_TO}(?:{body})", text) for body in bodies)

    def asks_only_who(self, turn: Turn) -> bool:
        if self.reader.found("pays", turn.text):
            return False
        return self.reader.found("who", turn.text) and len(self.reader.content(turn.text, "who", "points")) <= 2


def _is_fixed(provision: str, asked: str) -> bool:
    """Whether a provision has the figure that is asked for, or says who makes good a loss: 钱退不退给我们."""
    return fixes(provision, asked) or bool(_REMEDY_ASKED.search(asked) and _REMEDY.search(provision))
