"""The names of provisions in what people type: 第三十六条第三款, 36条3款, §36(3), 第五章, 11到13条 ⇄ Reference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import NoSuchProvisionError, ReferenceSyntaxError
from kb.foreign import foreign_source
from kb.model import Article, Reference, Regulation
from kb.numerals import NUMBER as N
from kb.numerals import from_chinese, to_chinese
from kb.request_words import only_request_words
from kb.text import fold

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
class Asked:
    """The provisions that a text names.

    `missing` is the first one that does not exist. `exclusive`: nothing but the provisions is asked
    for. `remainder` is the text without their names. `several`: a list, a range or a chapter.
    """

    references: tuple[Reference, ...]
    missing: NoSuchProvisionError | None = None
    remark: str = ""
    exclusive: bool = False
    remainder: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """One name as found: where it stands, and what it names once looked up."""

    start: int
    end: int
    references: tuple[Reference, ...]
    missing: NoSuchProvisionError | None = None
    several: bool = False
    chapter: int | None = None


def parse_reference(text: str) -> Reference:
    """A reference written exactly, such as 第三十六条第三款 or 36.3 or 第五章; it need not exist.

    第三十六条之一 and 第三十六条最后一款 are none: which provision they name, only a regulation can tell.

    Raises ReferenceSyntaxError.
    """
    folded = fold(text)
    if match := re.fullmatch(rf"第\s*({N})\s*章", folded):
        return Reference(chapter=_number(match.group(1)))
    match = CHINESE.fullmatch(folded)
    if match and not match.group(3) and not match.group(5):
        return _reference(match.group(1) or match.group(2), match.group(4), match.group(6))
    for pattern in (COMPACT, ENGLISH):
        if match := pattern.fullmatch(folded):
            groups = match.groups()
            paragraph = next((group for group in groups[1:-2] if group), None)
            return _reference(groups[0], paragraph, groups[-2] or groups[-1])
    raise ReferenceSyntaxError(f"{text!r} is not the name of a provision")


def find_provisions(text: str, regulation: Regulation) -> Asked | None:
    """The provisions of this regulation that a text names; None if it names none, or those of another law."""
    folded = fold(text)
    if foreign_source(folded, regulation) is not None:
        return None
    mentions = _mentions(folded, regulation)
    if not mentions:
        return None
    references = tuple(dict.fromkeys(r for mention in mentions for r in mention.references))
    missing = next((mention.missing for mention in mentions if mention.missing), None)
    remainder = folded
    for mention in reversed(mentions):
        remainder = remainder[: mention.start] + " " + remainder[mention.end :]
    exclusive = only_request_words(remainder, regulation.title)
    several = len(references) > 1 or any(mention.several for mention in mentions)
    remark = _remark(mentions, regulation)
    if remark:
        references = tuple(r for r in references if r.chapter is None)
        several = len(references) > 1
    return Asked(references, missing, remark, exclusive, "" if exclusive else remainder.strip(), several)


def _mentions(text: str, regulation: Regulation) -> list[_Mention]:
    whole = _whole(text, regulation)
    if whole is not None:
        return [whole]
    found: list[_Mention] = []
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


def _whole(text: str, regulation: Regulation) -> _Mention | None:
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
            return _Mention(0, len(text), (Reference(chapter=chapter.number),), several=True, chapter=chapter.number)
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


def _chinese(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    marked, plain, of, paragraph, last, item = match.groups()
    if not marked and not (paragraph or last or item) and _counts(match, plain):
        return None
    if of is not None:
        asked = f"第{_chinese_number(marked or plain)}条{of}"
        return _Mention(*match.span(), (), NoSuchProvisionError(asked, "article", len(regulation.articles)))
    if last is not None:
        paragraph = _last_paragraph(marked or plain, regulation)
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


def _english(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    article, spelled, bracketed, dotted, item, second = match.groups()
    return _looked_up(match, regulation, article, spelled or bracketed or dotted, item or second)


def _range(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    first, last = _number(match.group(1)), _number(match.group(2))
    if first > last:
        first, last = last, first
    numbers = {article.number for article in regulation.articles}
    missing = next((n for n in (first, last) if n not in numbers), None)
    if missing is not None:
        return _Mention(*match.span(), (), _no_article(missing, regulation))
    references = tuple(Reference(article=n) for n in range(first, last + 1) if n in numbers)
    return _Mention(*match.span(), references, several=True)


def _chapter_range(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    first, last = _number(match.group(1)), _number(match.group(2))
    for number in (first, last):
        if number not in {chapter.number for chapter in regulation.chapters}:
            return _Mention(*match.span(), (), _no_chapter(number, regulation))
    references = tuple(Reference(chapter=n) for n in range(min(first, last), max(first, last) + 1))
    return _Mention(*match.span(), references, several=True)


def _list(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    numbers = [_number(number) for number in re.findall(N, match.group(1))]
    known = {article.number for article in regulation.articles}
    missing = next((n for n in numbers if n not in known), None)
    if missing is not None:
        return _Mention(*match.span(), (), _no_article(missing, regulation))
    return _Mention(*match.span(), tuple(Reference(article=n) for n in numbers), several=True)


def _chapter(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    """第五章, and 第五章 市场开拓 as its heading is written."""
    number = _number(next(group for group in match.groups() if group))
    if number not in {chapter.number for chapter in regulation.chapters}:
        return _Mention(*match.span(), (), _no_chapter(number, regulation))
    title = r"\s*".join(map(re.escape, regulation.chapter(number).title))
    heading = re.compile(rf"\s*[“《「]?{title}[”》」]?").match(match.string, match.end())
    end = heading.end() if heading else match.end()
    return _Mention(match.start(), end, (Reference(chapter=number),), several=True, chapter=number)


def _section(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    """A section is only looked up to say that there is none of that number."""
    number, sections = _number(match.group(1)), max(len(chapter.sections) for chapter in regulation.chapters)
    if number in range(1, sections + 1):
        return None
    asked = f"第{_chinese_number(match.group(1))}节"
    return _Mention(*match.span(), (), NoSuchProvisionError(asked, "section", sections))


def _last(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    return _counted_from_end(match, 1, match.group(1), regulation)


def _from_end(match: re.Match[str], regulation: Regulation) -> _Mention | None:
    return _counted_from_end(match, _number(match.group(1)), match.group(2), regulation)


def _counted_from_end(match: re.Match[str], place: int, unit: str, regulation: Regulation) -> _Mention | None:
    if unit == "条":
        articles = regulation.articles
        if not 1 <= place <= len(articles):
            return None
        return _Mention(*match.span(), (Reference(article=articles[-place].number),))
    if not 1 <= place <= len(regulation.chapters):
        return None
    number = regulation.chapters[-place].number
    return _Mention(*match.span(), (Reference(chapter=number),), several=True, chapter=number)


def _titled(text: str, regulation: Regulation, found: list[_Mention]) -> list[_Mention]:
    """权益保护那一章, 监督检查章: a title with the word for chapter behind it; 总则 and 附则 are nothing else."""
    mentions = []
    for chapter in regulation.chapters:
        named = rf"[“《「]?{re.escape(chapter.title)}[”》」]?"
        word = r"(?:\s*的?(?:这|那)?一?章)"
        for match in re.finditer(named + word + ("?" if chapter.title.endswith("则") else ""), text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                reference = (Reference(chapter=chapter.number),)
                mentions.append(_Mention(*match.span(), reference, several=True, chapter=chapter.number))
    return mentions


def _remark(mentions: list[_Mention], regulation: Regulation) -> str:
    """A chapter named before an article that stands elsewhere is said to be another one."""
    chapters = list(dict.fromkeys(mention.chapter for mention in mentions if mention.chapter))
    articles = [r.article for mention in mentions for r in mention.references if r.article]
    if len(chapters) != 1 or len(articles) != 1:
        return ""
    article = regulation.article(articles[0])
    chapter = regulation.chapter(article.chapter)
    if article.chapter == chapters[0]:
        return f"{article.label}在{chapter.label}“{chapter.title}”。"
    named = regulation.chapter(chapters[0])
    return f"请注意：{article.label}不在{named.label}，在{chapter.label}“{chapter.title}”。"


def _looked_up(
    match: re.Match[str] | None,
    regulation: Regulation,
    article: str,
    paragraph: str | None,
    item: str | None,
    span: tuple[int, int] | None = None,
) -> _Mention:
    start, end = span or (match.span() if match else (0, 0))
    try:
        reference = _existing(regulation, _number(article), paragraph, item)
    except NoSuchProvisionError as missing:
        return _Mention(start, end, (), missing)
    return _Mention(start, end, (reference,))


def _existing(regulation: Regulation, number: int, paragraph: str | None, item: str | None) -> Reference:
    """Raises NoSuchProvisionError, naming what was asked for in full."""
    if number not in {article.number for article in regulation.articles}:
        raise _no_article(number, regulation)
    article = regulation.article(number)
    place = _number(paragraph) if paragraph else None
    if place is not None and not 1 <= place <= len(article.paragraphs):
        asked = f"{article.label}第{_chinese_number(str(place))}款"
        raise NoSuchProvisionError(asked, "paragraph", len(article.paragraphs), article.label)
    if item is None:
        return Reference(article=number, paragraph=place)
    return _item(article, place, _number(item))


def _item(article: Article, paragraph: int | None, item: int) -> Reference:
    holders = [p for p in article.paragraphs if p.items and paragraph in (None, p.number)]
    within = Reference(article=article.number, paragraph=holders[0].number if holders else paragraph)
    available = len(holders[0].items) if holders else 0
    if not 1 <= item <= available:
        asked = f"{within.label}第（{_chinese_number(str(item))}）项"
        raise NoSuchProvisionError(asked, "item", available, within.label)
    return Reference(article=article.number, paragraph=within.paragraph, item=item)


def _last_paragraph(article: str, regulation: Regulation) -> str | None:
    number = _number(article)
    known = {a.number: a for a in regulation.articles}
    return str(len(known[number].paragraphs)) if number in known else None


def _no_article(number: int, regulation: Regulation) -> NoSuchProvisionError:
    return NoSuchProvisionError(f"第{_chinese_number(str(number))}条", "article", len(regulation.articles))


def _no_chapter(number: int, regulation: Regulation) -> NoSuchProvisionError:
    return NoSuchProvisionError(f"第{_chinese_number(str(number))}章", "chapter", len(regulation.chapters))


def _reference(article: str, paragraph: str | None, item: str | None) -> Reference:
    try:
        return Reference(
            article=_number(article),
            paragraph=_number(paragraph) if paragraph else None,
            item=_number(item) if item else None,
        )
    except ValueError as error:
        raise ReferenceSyntaxError(str(error)) from error


def _number(text: str) -> int:
    """A number as typed; what is written like none (十百) is none of ours, so it is 0, which never exists."""
    try:
        return from_chinese(text)
    except ValueError:
        return 0


def _chinese_number(text: str) -> str:
    number = _number(text)
    return to_chinese(number) if number < 10_000 else str(number)
