"""The words that the pages' scripts say, handed to them as JSON that nothing runs."""

from __future__ import annotations

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from bot.web.language import TAGS, language
from bot.web.language import translate as _


def words_html() -> Markup:
    """What static/*.js finds by the id `words`."""
    words = {
        "language": TAGS[language()],
        "copied": _("已复制"),
        "copiedText": _("已复制：{text}"),
        "opened": _("已打开{name}"),
        "unreachable": _("现在连不上，查不了，不是条例里没有。请看看网络，再按一次“查”。"),
        "editing": _("正在修改第{number}问，它后面的对话会重新开始。"),
        "busy": _("正在查条例"),
        "answered": _("有回答了。"),
        "stopped": _("已停止"),
        "failed": _("没有连上服务器，请再试一次。"),
        "kept": _("您写的还在框里。"),
        "lost": _("刚才没有连上服务器，您的问题还在框里，请再提问一次。"),
        "noted": _("已经记下。可以说说哪里不对，也可以不填。"),
        "takenBack": _("已经撤回"),
        "dropped": _("没有提交"),
        "unsaved": _("没有等到服务器，您的意见可能没有存下来，请再试一次。写的还在。"),
        "halted": _("现在连不上服务器，进度停在这里；连上以后会接着显示。"),
        "file": _("条例通对话"),
        "exported": _("已导出"),
    }
    return Markup('<script type="application/json" id="words">{}</script>').format(htmlsafe_json_dumps(words))
