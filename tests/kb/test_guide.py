from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import GuideError
from kb.guide import Explanation, guide_hash
from kb.guide_files import load_guide
from kb.library import BUNDLED, DEFAULT_ID
from kb.model import Reference, Regulation


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_bundled_guide_reaches_every_paragraph_and_item(regulation: Regulation) -> None:
    guide = load_guide(BUNDLED / DEFAULT_ID / "guide", regulation)
    units = {reference for reference in regulation.references() if reference.paragraph is not None}
    assert {reference for reference, e in guide.explanations.items() if e.topic} == units
    assert {question.reference for question in guide.questions} == units
    per_article = {n: sum(q.reference.article == n for q in guide.questions) for n in range(1, 60)}
    assert min(per_article.values()) >= 45
    assert sum(example.near for example in guide.counter_examples) >= 1_800


def test_questions_lead_to_paragraphs_and_items(tmp_path: Path, regulation: Regulation) -> None:
    write(
        tmp_path,
        "58.toml",
        'article = 58\n[[paragraph]]\nnumber = 1\ntopic = "责任"\nquestions = ["谁负责"]\n'
        '[[paragraph.item]]\nnumber = 6\nquestions = ["专项资金被挪用"]\n',
    )
    write(
        tmp_path,
        "scope/a.toml",
        '[[topic]]\nname = "婚姻"\nbelongs = "法院"\nnear = ["离婚公司怎么分"]\nfar = ["结婚年龄"]\n',
    )
    guide = load_guide(tmp_path, regulation)
    assert [(q.text, q.reference.key) for q in guide.questions] == [("谁负责", "58.1"), ("专项资金被挪用", "58.1.6")]
    assert guide.explanations == {Reference(article=58, paragraph=1): Explanation("责任")}
    assert [(e.text, e.near, e.belongs) for e in guide.counter_examples] == [
        ("离婚公司怎么分", True, "法院"),
        ("结婚年龄", False, "法院"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "article = 5\nparagraf = []\n",
            r"05.toml:2: the file unknown key 'paragraf'; allowed: article, misconception, paragraph, silence",
        ),
        ("article = 5\n[[paragraph]]\nnumber = 2\n", r"05.toml: no paragraph '第2款'; 第五条 has 1"),
        ("article = 60\n[[paragraph]]\nnumber = 1\n", r"05.toml: no article"),
        (
            'article = 5\n[[paragraph]]\nnumber = 1\nquestions = ["谁管",\n"谁管？"]\n',
            r"05.toml:5: '谁管？' stands in 05.toml too",
        ),
        ('article = 5\n[[paragraph]]\nnumber = 1\nquestions = ["……"]\n', r"05.toml:4: questions must hold questions"),
        ('article = "5"\n', r"05.toml: 'article' must be a whole number, not '5'"),
        ("article = \n", r"05.toml: "),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, regulation: Regulation, text: str, message: str) -> None:
    write(tmp_path, "05.toml", text)
    with pytest.raises(GuideError, match=message):
        load_guide(tmp_path, regulation)


def test_a_question_cannot_be_ours_and_not_ours(tmp_path: Path, regulation: Regulation) -> None:
    write(tmp_path, "05.toml", 'article = 5\n[[paragraph]]\nnumber = 1\nquestions = ["谁来领导"]\n')
    write(tmp_path, "scope/a.toml", '[[topic]]\nname = "其他"\nfar = ["谁来领导？"]\n')
    with pytest.raises(GuideError, match=r"stands in 05\.toml too"):
        load_guide(tmp_path, regulation)


def test_the_hash_follows_names_and_contents(tmp_path: Path) -> None:
    empty = guide_hash(tmp_path)
    write(tmp_path, "05.toml", "article = 5\n")
    one = guide_hash(tmp_path)
    (tmp_path / "05.toml").rename(tmp_path / "06.toml")
    assert len({empty, one, guide_hash(tmp_path)}) == 3
