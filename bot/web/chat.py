"""The chat page: what happens on it. How it looks is chat.css, how it behaves under the hand chat.js."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from bot.answer import Answer
from bot.feedback import Feedback
from bot.settings import LONGEST_QUESTION
from bot.thread import Thread
from bot.web.export import markdown_of
from bot.web.language import CHINESE, HOMES, chinese_html, speaking, switch_html, translate_html, zh
from bot.web.language import translate as _
from bot.web.log import Links, log_html
from bot.web.markup import answer_html, escape
from bot.web.objection import Objection, read_objection
from bot.web.pages import NAVIGATION, day_text
from bot.web.scripts import words_html
from bot.web.talk import KEY, Exchange, Talk, talk_from_json
from kb.model import Regulation
from kb.text import fold, squeeze

STATIC = Path(__file__).parent / "static"
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
# BrowserState encrypts what it keeps. With a secret of its own at each start every restart would lose the talks;
# this one hides nothing from the machine's owner, and need not.
SECRET = "tiaoli"

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


def chat_page(chat: Chat, concurrency: int) -> gr.Blocks:
    """The Gradio page. Its events are its own; the endpoint for others is /ask, question in, HTML of the answer out."""
    with speaking(chat.language, HOMES[chat.language]), gr.Blocks(title=_page_title(), analytics_enabled=False) as page:
        talk = gr.BrowserState(Talk().to_json(), storage_key=KEY, secret=SECRET)
        gr.HTML(_head(chat.regulation), elem_id="head", apply_default_css=False)
        # gr.Chatbot can retry the last turn only, and shows the markup of a question that is edited.
        log = gr.HTML(
            chat.restore(None),
            elem_id="chat",
            apply_default_css=False,
            js_on_load="".join((STATIC / name).read_text(encoding="utf-8") for name in ("chat.js", "opinions.js")),
        )
        gr.HTML(_pending(), elem_id="pending", apply_default_css=False)
        gr.HTML(_foot(), elem_id="foot", apply_default_css=False)
        with gr.Column(elem_id="ask"):
            gr.HTML(_editing(), elem_id="editing", apply_default_css=False)
            hint = gr.HTML("", elem_id="hint", apply_default_css=False)
            with gr.Row(elem_id="ask-row"):
                box = gr.Textbox(
                    label=_("您的问题"),
                    placeholder=_("例如：政府拖欠货款怎么办？"),
                    lines=1,
                    max_lines=5,
                    max_length=20_000,
                    scale=1,
                    min_width=0,
                    elem_id="question",
                )
                send = gr.Button(_("提问"), variant="primary", scale=0, min_width=88, elem_id="send")
                stop = gr.Button(_("停止"), scale=0, min_width=88, elem_id="stop")
        place, liked, document = gr.Number(visible=False), gr.Checkbox(visible=False), gr.Textbox(visible=False)
        comment, right = gr.Textbox(visible=False), gr.Textbox(visible=False)
        number, answered = gr.Number(visible=False), gr.JSON(visible=False)

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [log, talk, hint]
        asking = gr.on(
            [box.submit, send.click, log.submit],
            lambda said, place, number, stored: {"number": number, "shown": chat.say(said, int(place), stored)},
            [box, place, number, talk],
            answered,
            js="(said, place, number, talk) => window.tiaoli.begin(said, talk)",
            trigger_mode="once",
            **quiet,
        )
        # The page shows what it still waits for: an answer may come after all when it was stopped on its way.
        take = "(answered, log, talk, hint) => window.tiaoli.take(answered, [log, talk, hint])"
        asking.success(None, [answered, *shown], shown, js=take, **quiet)
        asking.failure(None, js="() => window.tiaoli.failed()", **quiet)
        stop.click(None, cancels=[asking], **quiet)
        thumbing = log.like(
            lambda place, liked, stored: chat.thumb(int(place), liked, stored),
            [place, liked, talk],
            shown,
            js="(place, liked, talk) => window.tiaoli.opinions.thumb(talk)",
            **quiet,
        )
        objecting = log.apply(
            lambda place, comment, right, stored: chat.tell(int(place), comment, right, stored),
            [place, comment, right, talk],
            shown,
            js="(place, comment, right, talk) => window.tiaoli.opinions.tell(talk)",
            **quiet,
        )
        for opining in (thumbing, objecting):
            opining.success(None, js="() => window.tiaoli.opinions.kept()", **quiet)
            opining.failure(None, js="() => window.tiaoli.opinions.failed()", **quiet)
        log.clear(lambda _: chat.forget(), [talk], shown, js="(talk) => window.tiaoli.forget(talk)", **quiet)
        log.undo(chat.undo, [talk], shown, js="() => window.tiaoli.forgotten()", **quiet)
        exported = log.download(chat.export, [talk], [document], **quiet)
        exported.success(None, [document], js="(text) => window.tiaoli.save(text)", **quiet)
        page.load(chat.restore, [talk], [log], queue=False, **quiet).then(
            None, js="() => window.tiaoli?.restored()", **quiet
        )

        def ask(question: str) -> str:
            """Answers one question by itself, as HTML with its citations."""
            return chat.ask(question)

        gr.api(ask, api_name="ask")
    page.queue(default_concurrency_limit=concurrency, max_size=1000)
    return page


def mount_options(language: str) -> dict[str, Any]:
    """How the page is mounted: local fonts, our style and script, nothing from another host."""
    style = (STATIC / "chat.css").read_text(encoding="utf-8")
    theme = gr.themes.Default(primary_hue="emerald", neutral_hue="slate", font=FONTS, font_mono=["monospace"])
    with speaking(language):
        words = words_html()
    return {
        "theme": theme,
        # Not as `css`: Gradio puts a prefix before every selector in it, which breaks those of media queries.
        "head": f'<style>{style}</style>{words}<script src="/site/page.js"></script>',
        "footer_links": [],
        "show_error": False,
        "max_file_size": 0,
        "ssr_mode": False,
    }


def _page_title() -> str:
    return f"{_('条例通')} · {_('重庆市中小企业促进条例问答')}"


def _head(regulation: Regulation) -> str:
    links = "".join(
        f'<a href="{address}"{" aria-current=page" if address == "/" else ""}>{_(text)}</a>'
        for address, text in NAVIGATION
    )
    title = chinese_html(f"《{regulation.title}》")
    return (
        f'<nav aria-label="{_("站点")}">{links}{switch_html()}</nav><h1>{_("条例通")}</h1>'
        f"<p>{translate_html('用平常话问{title}，每个回答都附条例原文。', title=title)}</p>"
        f'<p id="strip">{_strip(regulation)}</p>'
    )


def _strip(regulation: Regulation) -> str:
    parts = [_("{day}修订", day=day_text(regulation.revised))] if regulation.revised else []
    if regulation.in_force:
        parts.append(_("{day}起施行", day=day_text(regulation.in_force)))
    size = _("{chapters}章{articles}条", chapters=len(regulation.chapters), articles=len(regulation.articles))
    return " · ".join([*parts, size])


def _pending() -> str:
    """Shown by chat.js from the moment of asking until the answer is there."""
    late = _("还没有等到服务器，可能是网络不通。可以点“停止”再试，您写的不会丢。")
    return (
        f'<div class="waiting" hidden><div class="asked"><div class="said"{zh()}></div></div>'
        f'<p class="busy"><span class="dots" aria-hidden="true"></span>{_("正在查条例……")}</p>'
        f'<p class="late" role="status" hidden>{late}</p></div>'
        '<p class="heard" role="status" aria-live="polite"></p>'
    )


def _editing() -> str:
    return (
        '<p class="failure" role="alert" hidden></p>'
        f'<p class="editing" hidden><span></span><button type="button" class="cancel">{_("不改了")}</button></p>'
    )


def _foot() -> str:
    return (
        f"<p>{_('回答只引用条例原文，不是法律意见；法律咨询可拨打12348，政务服务可拨打12345。')}</p>"
        f"<p>{_('对话只存在您自己的浏览器里，可以随时清空；只有您点了“有用”或者“没用”的那一问会记下来，用来改进回答。')}</p>"
    )
