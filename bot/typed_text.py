"""What people type, made even: width, and the traditional forms of the characters that dates and amounts need."""

from __future__ import annotations

import re
import unicodedata

# One character for one, so that places in the text stay where they were.
_TRADITIONAL = str.maketrans(
    "萬億兩號個週禮後塊錢幣圓貳參陸負餘約幾來節農陰曆舊臘國慶勞動當終間這過員",
    "万亿两号个周礼后块钱币圆贰叁陆负余约几来节农阴历旧腊国庆劳动当终间这过员",
)
# 员工20，300万: a pause or a thousands separator? It stays full width, so that it can be asked.
_UNCERTAIN_COMMA = re.compile(r"(?<![,，][0-9０-９]{3})(?<=[0-9０-９])，(?=[0-9０-９]{3} ?[万萬亿億])")


def fold(text: str) -> str:
    """NFKC and simplified characters; folding twice changes nothing more."""
    if text.isascii():
        return text
    parts = (unicodedata.normalize("NFKC", part) for part in _UNCERTAIN_COMMA.split(text))
    return "，".join(parts).translate(_TRADITIONAL)
