"""The chat page: what happens on it. chat_page.py lays it out, chat.css is how it looks, chat.js how it behaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.answer import Answer
from bot.feedback import Feedback
from bot.settings import LONGEST_QUESTION
from bot.thread import Thread
from bot.web.export import markdown_of
from bot.web.language import CHINESE, speaking
from bot.web.language import translate as _
from bot.web.log import Links, log_html
from bot.web.markup import answer_html, escape
from bot.web.objection import Objection, read_objection
from bot.web.talk import Exchange, Talk, talk_from_json
from kb.model import Regulation
from kb.text import fold, squeeze

Reply = Callable[[Thread, str, date], tuple[Answer, Thread]]
Shown = tuple[str, dict[str, Any], str]  # the log, the talk to keep, a hint beside the box


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page does; every method gets the talk from the browser and gives it back, none remembers it.

    `reply` answers a turn, `feedback` keeps what is thought of it, `links` gives a calculation's addresses.
    `language` is that of the page: Gradio's events run outside the request that has it.
    """

    reply: Reply
    feedback: Feedback
    links: Links
    regulation: Regulation
    today: Callable[[], date]
    language: str = CHINESE

    def ask(self, question: str) -> str:
        """Answers one question by itself, as HTML."""
        with speaking(self.language):
            return answer_html(self.reply(Thread(), question or "", self.today())[0])

    def say(self, said: str, place: int, stored: object) -> Shown:
        """Answers a turn; one that takes the place of an earlier turn is understood from what went before that."""
        said, talk, today = said or "", talk_from_json(stored), self.today()
        if not squeeze(fold(said)) or len(fold(said)) > LONGEST_QUESTION:
            # Nothing that can be answered: it stays in the box, and is no part of the talk.
            return self._shown(talk, self._told(self.reply(Thread(), said, today)[0].text))
        if 0 <= place < len(talk.exchanges):
            talk = self._up_to(talk, place)
        answer, thread = self.reply(talk.thread, said, today)
        return self._shown(Talk((*talk.exchanges, Exchange(said, today, answer)), thread).bounded())

    def restore(self, stored: object) -> str:
        with speaking(self.language):
            return log_html(talk_from_json(stored), self.links, self.feedback.days)

    def thumb(self, place: int, liked: bool, stored: object) -> Shown:
        """The same thumb once more takes it back; a thumb down opens the form."""
        talk = talk_from_json(stored)
        if not 0 <= place < len(talk.exchanges):
            return self._shown(talk)
        exchange = talk.exchanges[place]
        wanted = None if exchange.liked is liked else liked
        kept = self.feedback.thumb(exchange.entry, exchange.answer, wanted)
        if kept.problem:
            return self._shown(talk, self._told(kept.problem))
        talk = talk.with_opinion(place, wanted, kept.entry)
        return self._shown(talk, objection=None if wanted is not False else Objection(place))

    def tell(self, place: int, comment: str, right: str, stored: object) -> Shown:
        """What the form under a thumb down was sent with."""
        talk = talk_from_json(stored)
        if not 0 <= place < len(talk.exchanges) or talk.exchanges[place].liked is not False:
            return self._shown(talk)
        exchange = talk.exchanges[place]
        objection, key = read_objection(place, comment or "", right or "", self.regulation)
        if not objection.problems:
            kept = self.feedback.tell(exchange.entry, exchange.answer, objection.comment, key)
            if not kept.problem:
                return self._shown(talk.with_opinion(place, False, kept.entry, told=True))
            objection = replace(objection, problems={"": kept.problem})
        return self._shown(talk, objection=objection)

    def forget(self) -> Shown:
        log, nothing = self._shown(Talk())[:2]
        with speaking(self.language):
            return log, nothing, f'{_("对话已清空。")}<button type="button" class="undo">{_("撤销")}</button>'

    def undo(self, stored: object) -> Shown:
        """The talk that was just cleared; the page has it until it is left."""
        return self._shown(talk_from_json(stored))

    def export(self, stored: object) -> str:
        with speaking(self.language):
            return markdown_of(talk_from_json(stored), self.regulation, self.today())

    def _told(self, sentence: str) -> str:
        with speaking(self.language):
            return _(sentence)

    def _up_to(self, talk: Talk, place: int) -> Talk:
        """The talk before an exchange, its thread found again by asking the questions before it."""
        thread = Thread()
        for exchange in talk.exchanges[:place]:
            thread = self.reply(thread, exchange.said, exchange.day)[1]
        return Talk(talk.exchanges[:place], thread)

    def _shown(self, talk: Talk, hint: str = "", objection: Objection | None = None) -> Shown:
        with speaking(self.language):
            return log_html(talk, self.links, self.feedback.days, objection), talk.to_json(), escape(hint)
