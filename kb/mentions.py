"""The names of provisions as they stand in what people type, each looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import NoSuchProvisionError
from kb.existing import chinese_number, existing, last_paragraph, no_article, no_chapter, number_of
from kb.model import Reference, Regulation
from kb.numerals import NUMBER as N
from kb.numerals import from_chinese

# Counted things that are not articles: 两条生产线, 三条建议, 条件, 条例, 一条龙.
NOT_ARTICLE = (
    r"(?!例|件|款|文|约|目|理|幅|码|龙|腿|街|路|河|鱼|狗|船|命|心|线|建议|意见|措施|信息|短信|微信|微博|抖音|消息|留言|评论|新闻|生产线|产线"
    r"|裤|毛巾|标准|要求|理由|规矩|政策)"
)
BRACKET, UNBRACKET = r"[(（]", r"[)）]"
ARTICLE = rf"(?:第\s*({N})\s*条|(?<![0-9零〇一二两三四五六七八九十百千第几多这那哪每某])({N})\s*条{NOT_ARTICLE})"
OF = r"(之[一二三四五六七八九十0-9]+)?"
INSIDE = r"\s*(?:里头|里面|里边|当中|之中|中|里)?的?\s*"
PARAGRAPH = rf"(?:{INSIDE}(?:第\s*)?({N})\s*(?:款|自然段)|{INSIDE}(最后|末)一?款)?"
ITEM = rf"(?:{INSIDE}(?:第\s*)?{BRACKET}?\s*({N})\s*{UNBRACKET}?\s*项)?"
CHINESE = re.compile(ARTICLE + OF + PARAGRAPH + ITEM)
ENGLISH = re.compile(
    rf"(?:\barticle|\bart\.?|§)\s*([0-9]+)(?:\s*[,，]?\s*(?:paragraph|para\.?)\s*([0-9]+)|\s*{BRACKET}([0-9]+){UNBRACKET}|\.([0-9]+))?"
    rf"(?:\s*[,，]?\s*item\s*([0-9]+)|\s*{BRACKET}([0-9]+){UNBRACKET})?",
    re.IGNORECASE,
)
COMPACT = re.compile(
    rf"([0-9]{{1,3}})(?:\s*[-.·]\s*([0-9]{{1,2}})|\s*{BRACKET}([0-9]{{1,2}}){UNBRACKET})?"
    rf"(?:[-.]([0-9]{{1,2}})|\s*{BRACKET}([0-9]{{1,2}}){UNBRACKET})?"
)
BARE_CHINESE = re.compile(r"[一二三四五六七八九十百零]{1,5}")
TO = r"\s*(?:到|至|—|－|-|~|～|–)\s*"
RANGE = re.compile(rf"(?:第\s*)?({N})\s*条?{TO}(?:第\s*)?({N})\s*条{NOT_ARTICLE}")
CHAPTER_RANGE = re.compile(rf"(?:第\s*)?({N})\s*章?{TO}(?:第\s*)?({N})\s*章")
LIST = re.compile(rf"第?\s*({N}(?:\s*条?\s*(?:、|,|，|和|跟|与|以及|及)\s*第?\s*{N})+)\s*条{NOT_ARTICLE}")
CHAPTER = re.compile(
    rf"(?:第\s*({N})\s*章|(?<![0-9零〇一二两三四五六七八九十百第几这那哪每]){{0}}({N})\s*章(?!程|子))".replace(
        "{0}", ""
    )
)
ENGLISH_CHAPTER = re.compile(r"\bchapter\s*([0-9]+)", re.IGNORECASE)
SECTION = re.compile(rf"第\s*({N})\s*节")
LAST = re.compile(r"(?:最后|末尾|末)(?:的)?(?:一|1)?(条|章)")
FROM_END = re.compile(rf"倒数第\s*({N})\s*(条|章)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as found: where it stands, and what it names once looked up."""

    start: int
    end: int
    references: tuple[Reference, ...]
    missing: NoSuchProvisionError | None = None
    several: bool = False
    chapter: int | None = None


def find_mentions(text: str, regulation: Regulation) -> list[Mention]:
    whole = _whole(text, regulation)
    if whole is not None:
        return [whole]
    found: list[Mention] = []
    for pattern, read in (
        (FROM_END, _from_end),
        (LAST, _last),
        (RANGE, _range),
        (CHAPTER_RANGE, _chapter_range),
        (LIST, _list),
        (CHINESE, _chinese),
        (ENGLISH, _english),
        (CHAPTER, _chapter),
        (ENGLISH_CHAPTER, _chapter),
        (SECTION, _section),
    ):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            mention = read(match, regulation)
            if mention is not None:
                found.append(mention)
    found += _titled(text, regulation, found)
    found.sort(key=lambda mention: mention.start)
    return found


def _whole(text: str, regulation: Regulation) -> Mention | None:
    """Bare numbers and bare chapter titles count only as the whole of what was typed."""
    bare = text.strip(" ?？。.!！")
    title = (
        bare.removesuffix("章")
        .removesuffix("这一")
        .removesuffix("那一")
        .removesuffix("这")
        .removesuffix("那")
        .replace(" ", "")
    )
    for chapter in regulation.chapters:
        if title == chapter.title:
            return Mention(0, len(text), (Reference(chapter=chapter.number),), several=True, chapter=chapter.number)
    if match := COMPACT.fullmatch(bare):
        groups = match.groups()
        return _looked_up(
            match, regulation, groups[0], groups[1] or groups[2], groups[3] or groups[4], span=(0, len(text))
        )
    if BARE_CHINESE.fullmatch(bare):
        try:
            number = str(from_chinese(bare))
        except ValueError:
            return None
        return _looked_up(None, regulation, number, None, None, span=(0, len(text)))
    return None


def _chinese(match: re.Match[str], regulation: Regulation) -> Mention | None:
    marked, plain, of, paragraph, last, item = match.groups()
    if not marked and not (paragraph or last or item) and _counts(match, plain):
        return None
    if of is not None:
        asked = f"第{chinese_number(marked or plain)}条{of}"
        return Mention(*match.span(), (), NoSuchProvisionError(asked, "article", len(regulation.articles)))
    if last is not None:
        paragraph = last_paragraph(marked or plain, regulation)
    return _looked_up(match, regulation, marked or plain, paragraph, item)


def _counts(match: re.Match[str], number: str) -> bool:
    """Whether 三条 without 第 counts something rather than naming Article 3."""
    rest = match.string[match.end() :].strip(" 。？?！!呢吗")
    if match.start() == 0 and not rest:
        return False
    before = match.string[: match.start()].rstrip()
    counted = not number.isdigit() and len(number) == 1
    return counted or before.endswith(
        ("有", "共", "这", "那", "哪", "几", "了", "每", "某", "多", "另", "列", "写", "加", "提")
    )


def _english(match: re.Match[str], regulation: Regulation) -> Mention | None:
    article, spelled, bracketed, dotted, item, second = match.groups()
    return _looked_up(match, regulation, article, spelled or bracketed or dotted, item or second)


def _range(match: re.Match[str], regulation: Regulation) -> Mention | None:
    first, last = number_of(match.group(1)), number_of(match.group(2))
    if first > last:
        first, last = last, first
    numbers = {article.number for article in regulation.articles}
    missing = next((n for n in (first, last) if n not in numbers), None)
    if missing is not None:
        return Mention(*match.span(), (), no_article(missing, regulation))
    references = tuple(Reference(article=n) for n in range(first, last + 1) if n in numbers)
    return Mention(*match.span(), references, several=True)


def _chapter_range(match: re.Match[str], regulation: Regulation) -> Mention | None:
    first, last = number_of(match.group(1)), number_of(match.group(2))
    for number in (first, last):
        if number not in {chapter.number for chapter in regulation.chapters}:
            return Mention(*match.span(), (), no_chapter(number, regulation))
    references = tuple(Reference(chapter=n) for n in range(min(first, last), max(first, last) + 1))
    return Mention(*match.span(), references, several=True)


def _list(match: re.Match[str], regulation: Regulation) -> Mention | None:
    numbers = [number_of(number) for number in re.findall(N, match.group(1))]
    known = {article.number for article in regulation.articles}
    missing = next((n for n in numbers if n not in known), None)
    if missing is not None:
        return Mention(*match.span(), (), no_article(missing, regulation))
    return Mention(*match.span(), tuple(Reference(article=n) for n in numbers), several=True)


def _chapter(match: re.Match[str], regulation: Regulation) -> Mention | None:
    """第五章, and 第五章 市场开拓 as its heading is written."""
    number = number_of(next(group for group in match.groups() if group))
    if number not in {chapter.number for chapter in regulation.chapters}:
        return Mention(*match.span(), (), no_chapter(number, regulation))
    title = r"\s*".join(map(re.escape, regulation.chapter(number).title))
    heading = re.compile(rf"\s*[“《「]?{title}[”》」]?").match(match.string, match.end())
    end = heading.end() if heading else match.end()
    return Mention(match.start(), end, (Reference(chapter=number),), several=True, chapter=number)


def _section(match: re.Match[str], regulation: Regulation) -> Mention | None:
    """A section is only looked up to say that there is none of that number."""
    number, sections = number_of(match.group(1)), max(len(chapter.sections) for chapter in regulation.chapters)
    if number in range(1, sections + 1):
        return None
    asked = f"第{chinese_number(match.group(1))}节"
    return Mention(*match.span(), (), NoSuchProvisionError(asked, "section", sections))


def _last(match: re.Match[str], regulation: Regulation) -> Mention | None:
    return _counted_from_end(match, 1, match.group(1), regulation)


def _from_end(match: re.Match[str], regulation: Regulation) -> Mention | None:
    return _counted_from_end(match, number_of(match.group(1)), match.group(2), regulation)


def _counted_from_end(match: re.Match[str], place: int, unit: str, regulation: Regulation) -> Mention | None:
    if unit == "条":
        articles = regulation.articles
        if not 1 <= place <= len(articles):
            return None
        return Mention(*match.span(), (Reference(article=articles[-place].number),))
    if not 1 <= place <= len(regulation.chapters):
        return None
    number = regulation.chapters[-place].number
    return Mention(*match.span(), (Reference(chapter=number),), several=True, chapter=number)


def _titled(text: str, regulation: Regulation, found: list[Mention]) -> list[Mention]:
    """权益保护那一章, 监督检查章: a title with the word for chapter behind it; 总则 and 附则 are nothing else."""
    mentions = []
    for chapter in regulation.chapters:
        named = rf"[“《「]?{re.escape(chapter.title)}[”》」]?"
        word = r"(?:\s*的?(?:这|那)?一?章)"
        for match in re.finditer(named + word + ("?" if chapter.title.endswith("则") else ""), text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                reference = (Reference(chapter=chapter.number),)
                mentions.append(Mention(*match.span(), reference, several=True, chapter=chapter.number))
    return mentions


def _looked_up(
    match: re.Match[str] | None,
    regulation: Regulation,
    article: str,
    paragraph: str | None,
    item: str | None,
    span: tuple[int, int] | None = None,
) -> Mention:
    start, end = span or (match.span() if match else (0, 0))
    try:
        reference = existing(regulation, number_of(article), paragraph, item)
    except NoSuchProvisionError as missing:
        return Mention(start, end, (), missing)
    return Mention(start, end, (reference,))
