"""The chat page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from bot.answer import Answer
from bot.web.markup import answer_html, question_html
from bot.web.pages import chinese_day
from kb.model import Regulation

STATIC = Path(__file__).parent / "static"
FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
EXAMPLES = (
    "区里单位拖着工程款不给，说换领导了，怎么办？",
    "应收账款确权，对方几天之内要答复？",
    "政府采购要给小微企业留多少？",
    "大学生回重庆开店有什么扶持？",
    "协会非要我们入会交钱，合法吗？",
    "第五十四条第二款",
)
Message = dict[str, Any]
Ask = Callable[[str], Answer]
Keep = Callable[[str, bool], bool]


def chat_page(ask: Ask, regulation: Regulation, keep: Keep, concurrency: int) -> gr.Blocks:
    """The Gradio page; `ask` answers a question, `keep` remembers a thumb up or down."""
    with gr.Blocks(title="条例通 · 重庆市中小企业促进条例问答", analytics_enabled=False) as page:
        gr.HTML(_head(regulation), elem_id="head")
        gr.HTML(f'<div role="status">{_strip(regulation)}</div>', elem_id="strip")
        chat = gr.Chatbot(
            elem_id="chat",
            label="对话",
            show_label=False,
            height="56vh",
            placeholder="在下面的框里打字提问，或者点一个例子。",
            examples=[{"text": example} for example in EXAMPLES],
            autoscroll=False,  # chat.js shows the beginning of a new answer, not its end
            latex_delimiters=[],
            sanitize_html=False,  # everything is escaped by bot.web.markup; its buttons must stay
            buttons=[],
            layout="bubble",
        )
        with gr.Row(elem_id="ask-row"):
            box = gr.Textbox(
                label="您的问题",
                placeholder="例如：政府拖欠货款怎么办？",
                lines=1,
                max_lines=5,
                max_length=20_000,
                scale=5,
                elem_id="question",
            )
            send = gr.Button("提问", variant="primary", scale=1, min_width=88, elem_id="send")
        gr.HTML(_foot(), elem_id="foot")

        def reply(question: str, history: list[Message] | None) -> tuple[str, list[Message]]:
            return "", [*(history or []), *_turn(question, ask(question or ""))]

        def example(event: gr.SelectData, history: list[Message] | None) -> list[Message]:
            picked = str(event.value["text"])
            return [*(history or []), *_turn(picked, ask(picked))]

        def choose(event: gr.SelectData, history: list[Message]) -> list[Message]:
            picked = str(event.value)
            return [*history, *_turn(picked, ask(picked))]

        def like(event: gr.LikeData, history: list[Message]) -> None:
            keep(_question_before(history, event.index), bool(event.liked))

        for trigger in (box.submit, send.click):
            trigger(reply, [box, chat], [box, chat], api_name="ask" if trigger == box.submit else False)
        chat.example_select(example, [chat], [chat], api_name=False)
        chat.option_select(choose, [chat], [chat], api_name=False)
        chat.like(like, [chat], None, api_name=False)
    page.queue(default_concurrency_limit=concurrency, max_size=1000)
    return page


def mount_options() -> dict[str, Any]:
    """How the page is mounted: local fonts, our style and script, nothing from another host."""
    theme = gr.themes.Default(primary_hue="emerald", neutral_hue="slate", font=FONTS, font_mono=["monospace"])
    return {
        "theme": theme,
        "css": (STATIC / "chat.css").read_text(encoding="utf-8"),
        "head": '<script src="/site/page.js" defer></script><script src="/site/chat.js" defer></script>',
        "footer_links": [],
        "show_error": False,
        "max_file_size": 0,
        "ssr_mode": False,
    }


def _turn(question: str, answer: Answer) -> list[Message]:
    shown = question if len(question) <= 500 else question[:500] + "……"
    message: Message = {"role": "assistant", "content": answer_html(answer)}
    if answer.choices:
        message["options"] = [
            {"label": choice.label, "value": choice.label.rsplit("（", 1)[-1].rstrip("）")} for choice in answer.choices
        ]
    return [{"role": "user", "content": question_html(shown)}, message]


def _question_before(history: list[Message], index: Any) -> str:
    place = index if isinstance(index, int) else index[0]
    asked = [message for message in history[:place] if message["role"] == "user"]
    return str(asked[-1]["content"]) if asked else ""


def _head(regulation: Regulation) -> str:
    return (
        "<h1>条例通</h1>"
        f"<p>用平常话问《{regulation.title}》：拖欠账款、贷款融资、政府采购、乱收费、投诉举报……每个回答都附条例原文。</p>"
    )


def _strip(regulation: Regulation) -> str:
    parts = [f"《{regulation.title}》"]
    if regulation.revised:
        parts.append(f"{chinese_day(regulation.revised)}修订")
    if regulation.in_force:
        parts.append(f"{chinese_day(regulation.in_force)}起施行")
    parts.append(f"{len(regulation.chapters)}章{len(regulation.articles)}条")
    return " · ".join(parts)


def _foot() -> str:
    return (
        "<p>回答只引用条例原文，不是法律意见；法律咨询可拨打12348，政务服务可拨打12345。</p>"
        '<p><a href="/articles">查看全部条文</a> · <a href="/calculators">计算器</a></p>'
    )
