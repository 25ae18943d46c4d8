"""A small regulation, as its text is written and as the tree that it must give in every format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.model import Article, Chapter, Item, Paragraph, Regulation

TITLE = "某市小微企业扶持条例"
PASSED = (
    "（2019年5月30日某市第五届人民代表大会常务委员会第十次会议通过 "
    "2023年11月29日某市第六届人民代表大会常务委员会第五次会议修订）"
)
LINES = (
    TITLE,
    PASSED,
    "第一章 总则",
    "第一条 为了扶持小微企业，优化小微企业发展环境，根据有关法律、行政法规，结合本市实际，制定本条例。",
    "第二条 本条例所称小微企业，是指依法设立并符合国家中小企业划分标准的小型企业和微型企业。",
    "小微企业的合法权益受法律保护，任何单位和个人不得侵犯。",
    "第二章 扶持措施",
    "第三条 市人民政府有关部门应当按照各自职责，采取下列措施扶持小微企业：",
    "（一）及时发布与小微企业有关的政策和服务信息；",
    "（二）按照第二条规定的划分标准减免收费。",
    "市人民政府应当每年向社会公布前款措施的落实情况，接受社会监督。",
    "第四条 本条例自2024年1月1日起施行。",
)
TEXT = "\n".join(LINES) + "\n"


def tree(sha256: str = "") -> Regulation:
    first = Chapter(
        1,
        "总则",
        (
            Article(1, 1, (Paragraph(1, LINES[3].removeprefix("第一条 ")),)),
            Article(2, 1, (Paragraph(1, LINES[4].removeprefix("第二条 ")), Paragraph(2, LINES[5]))),
        ),
    )
    items = (Item(1, LINES[8].removeprefix("（一）")), Item(2, LINES[9].removeprefix("（二）")))
    second = Chapter(
        2,
        "扶持措施",
        (
            Article(3, 2, (Paragraph(1, LINES[7].removeprefix("第三条 "), items), Paragraph(2, LINES[10]))),
            Article(4, 2, (Paragraph(1, LINES[11].removeprefix("第四条 ")),)),
        ),
    )
    return Regulation(
        id="small",
        title=TITLE,
        chapters=(first, second),
        front_matter=TITLE + "\n" + PASSED.replace(" ", ""),
        passed=date(2019, 5, 30),
        revised=date(2023, 11, 29),
        in_force=date(2024, 1, 1),
        sha256=sha256,
    )


def write(path: Path, text: str = TEXT) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
