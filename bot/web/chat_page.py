"""The Gradio page around the chat: where its parts stand and which event does what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from bot.web.chat import Chat
from bot.web.language import HOMES, chinese_html, speaking, switch_html, translate_html, zh
from bot.web.language import translate as _
from bot.web.pages import NAVIGATION, day_text
from bot.web.scripts import words_html
from bot.web.talk import KEY, Talk
from kb.model import Regulation

STATIC = Path(__file__).parent / "static"
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
# BrowserState encrypts what it keeps. With a secret of its own at each start every restart would lose the talks;
# this one hides nothing from the machine's owner, and need not.
SECRET = "tiaoli"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the page's events read and write; those not seen carry what the log's own events bring along."""

    talk: gr.BrowserState
    log: gr.HTML
    hint: gr.HTML
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    place: gr.Number
    number: gr.Number
    liked: gr.Checkbox
    answered: gr.JSON
    document: gr.Textbox
    comment: gr.Textbox
    right: gr.Textbox

    @property
    def shown(self) -> list[Any]:
        """What every change of the talk changes."""
        return [self.log, self.talk, self.hint]


def chat_page(chat: Chat, concurrency: int) -> gr.Blocks:
    """The Gradio page. Its events are its own; the endpoint for others is /ask, question in, HTML of the answer out."""
    with speaking(chat.language, HOMES[chat.language]), gr.Blocks(title=_page_title(), analytics_enabled=False) as page:
        parts = _lay_out(chat)
        _ask(chat, parts)
        _take_opinions(chat, parts)
        _keep(chat, parts, page)

        def ask(question: str) -> str:
            """Answers one question by itself, as HTML with its citations."""
            return chat.ask(question)

        gr.api(ask, api_name="ask")
    page.queue(default_concurrency_limit=concurrency, max_size=1000)
    return page


def _lay_out(chat: Chat) -> _Parts:
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
    unseen = {name: gr.Textbox(visible=False) for name in ("document", "comment", "right")}
    place, number, liked = gr.Number(visible=False), gr.Number(visible=False), gr.Checkbox(visible=False)
    answered = gr.JSON(visible=False)
    return _Parts(talk, log, hint, box, send, stop, place, number, liked, answered, **unseen)


def _ask(chat: Chat, parts: _Parts) -> None:
    """Asking and being answered."""
    asking = gr.on(
        [parts.box.submit, parts.send.click, parts.log.submit],
        lambda said, place, number, stored: {"number": number, "shown": chat.say(said, int(place), stored)},
        [parts.box, parts.place, parts.number, parts.talk],
        parts.answered,
        js="(said, place, number, talk) => window.tiaoli.begin(said, talk)",
        trigger_mode="once",
        **QUIET,
    )
    # The page shows what it still waits for: an answer may come after all when it was stopped on its way.
    take = "(answered, log, talk, hint) => window.tiaoli.take(answered, [log, talk, hint])"
    asking.success(None, [parts.answered, *parts.shown], parts.shown, js=take, **QUIET)
    asking.failure(None, js="() => window.tiaoli.failed()", **QUIET)
    parts.stop.click(None, cancels=[asking], **QUIET)


def _take_opinions(chat: Chat, parts: _Parts) -> None:
    """Thumbs, and what is said under a thumb down."""
    thumbing = parts.log.like(
        lambda place, liked, stored: chat.thumb(int(place), liked, stored),
        [parts.place, parts.liked, parts.talk],
        parts.shown,
        js="(place, liked, talk) => window.tiaoli.opinions.thumb(talk)",
        **QUIET,
    )
    objecting = parts.log.apply(
        lambda place, comment, right, stored: chat.tell(int(place), comment, right, stored),
        [parts.place, parts.comment, parts.right, parts.talk],
        parts.shown,
        js="(place, comment, right, talk) => window.tiaoli.opinions.tell(talk)",
        **QUIET,
    )
    for opining in (thumbing, objecting):
        opining.success(None, js="() => window.tiaoli.opinions.kept()", **QUIET)
        opining.failure(None, js="() => window.tiaoli.opinions.failed()", **QUIET)


def _keep(chat: Chat, parts: _Parts, page: gr.Blocks) -> None:
    """Clearing the talk, exporting it, and finding it again after a reload."""
    talk, log, document = parts.talk, parts.log, parts.document
    log.clear(lambda _: chat.forget(), [talk], parts.shown, js="(talk) => window.tiaoli.forget(talk)", **QUIET)
    log.undo(chat.undo, [talk], parts.shown, js="() => window.tiaoli.forgotten()", **QUIET)
    exported = log.download(chat.export, [talk], [document], **QUIET)
    exported.success(None, [document], js="(text) => window.tiaoli.save(text)", **QUIET)
    page.load(chat.restore, [talk], [log], queue=False, **QUIET).then(
        None, js="() => window.tiaoli?.restored()", **QUIET
    )


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
