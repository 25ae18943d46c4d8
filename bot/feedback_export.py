"""What staff took from the feedback, as files for the guide and for the evaluation: people put them there, not we."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.store.entries import Entry, Purpose
from kb.handbook import reference_of
from kb.model import Reference
from kb.text import squeeze

SIMILAR_HEAD = """\
# 从反馈中采用的相似问，一共{count}个。
# 每一段（从 article = 开始）就是指南里同一条的一个文件；一条一个文件，可以用 --folder 直接写成一个个文件。
# 收进指南：把各款的问题并到 kb/regulations/cq-sme-2024/guide/NN.toml 里同一款的 questions 中，然后运行
# python -m ingest --check-guide。指南里已经有的问题，那里会指出在哪个文件哪一行，删掉一处即可。
"""
REGRESSION_HEAD = """\
# 从反馈中采用的回归题，一共{count}道。
# 收进题集：存成 evals/questions/feedback.toml，或者并到已有的文件里，补上 facts，然后运行 python -m evals list。
# 指南里有的问法不能当回归题（tests/evals/test_hygiene.py 会检查）。
"""
NOTHING = "# 还没有采用任何反馈。\n"


def similar_files(entries: Sequence[Entry]) -> dict[int, str]:
    """A file of the guide for each article, by its number: paragraphs and items with their new questions."""
    texts: dict[Reference, dict[str, str]] = {}
    for wording, keys, _, _ in _once(entries, Purpose.SIMILAR):
        texts.setdefault(reference_of(keys[0]), {})[squeeze(wording)] = wording
    files: dict[int, str] = {}
    for reference in sorted(texts, key=lambda one: (one.article or 0, one.paragraph or 0, one.item or 0)):
        article = reference.article or 0
        head = f"article = {article}\n" if article not in files else ""
        files[article] = (
            files.get(article, "") + head + _unit(reference, files.get(article, ""), [*texts[reference].values()])
        )
    return files


def similar_text(entries: Sequence[Entry]) -> str:
    """All of `similar_files` one after another, with what to do with them."""
    count = len(_once(entries, Purpose.SIMILAR))
    if not count:
        return NOTHING
    parts = [f"\n# ==== {article:02d}.toml ====\n{text}" for article, text in similar_files(entries).items()]
    return SIMILAR_HEAD.format(count=count) + "".join(parts)


def regression_text(entries: Sequence[Entry]) -> str:
    """A file of evals/questions."""
    questions = []
    for wording, keys, expected, entry in _once(entries, Purpose.REGRESSION):
        articles = ", ".join(f'"{key}" = 2' for key in keys)
        lines = [
            "\n[[question]]",
            f'id = "fbk-{entry.id}"',
            f"question = {_string(wording)}",
            f'outcome = "{expected}"',
        ]
        lines += [f"articles = {{ {articles} }}"] if articles else []
        questions.append("\n".join([*lines, 'tags = ["feedback"]', ""]))
    return REGRESSION_HEAD.format(count=len(questions)) + "".join(questions) if questions else NOTHING


def exported(entries: Sequence[Entry], purpose: Purpose) -> str:
    return similar_text(entries) if purpose is Purpose.SIMILAR else regression_text(entries)


def exported_files(entries: Sequence[Entry], purpose: Purpose) -> dict[str, str]:
    """By name, none where nothing was taken."""
    if purpose is Purpose.SIMILAR:
        return {f"{article:02d}.toml": text for article, text in similar_files(entries).items()}
    return {"feedback.toml": regression_text(entries)} if _once(entries, purpose) else {}


def _once(entries: Sequence[Entry], purpose: Purpose) -> list[tuple[str, tuple[str, ...], str, Entry]]:
    """Wording, keys and outcome of what was taken so, the oldest first; what several people asked stands once."""
    found: dict[str, tuple[str, tuple[str, ...], str, Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.time, one.id)):
        taking = entry.taking
        if taking is not None and taking.purpose is purpose:
            found.setdefault(squeeze(taking.wording), (taking.wording, taking.provisions, taking.expected, entry))
    return list(found.values())


def _unit(reference: Reference, before: str, questions: list[str]) -> str:
    """A paragraph's table; an item's stands within its paragraph's, which is opened for it where there is none."""
    paragraph = f"\n[[paragraph]]\nnumber = {reference.paragraph}\n"
    lines = "".join(f"    {_string(question)},\n" for question in questions)
    listed = f"questions = [\n{lines}]\n"
    if reference.item is None:
        return paragraph + listed
    opened = "" if paragraph in before else paragraph
    return f"{opened}\n[[paragraph.item]]\nnumber = {reference.item}\n{listed}"


def _string(text: str) -> str:
    """As TOML writes it: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
