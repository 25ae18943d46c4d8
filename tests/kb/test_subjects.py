from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import GuideError
from kb.library import BUNDLED, DEFAULT_ID
from kb.model import Article, Chapter, Item, Paragraph, Reference, Regulation
from kb.subjects import Subject, SubjectKind, load_subjects, named_in

BUNDLED_SUBJECTS = load_subjects(BUNDLED / DEFAULT_ID / "subjects.toml")


def labelled(label: str) -> Subject:
    (found,) = [subject for subject in BUNDLED_SUBJECTS if subject.label == label]
    return found


def keys(subject: Subject, regulation: Regulation) -> list[str]:
    return [reference.key for reference in subject.provisions(regulation)]


def load(folder: Path, text: str) -> tuple[Subject, ...]:
    path = folder / "subjects.toml"
    path.write_text(text, encoding="utf-8")
    return load_subjects(path)


def small(*paragraphs: Paragraph) -> Regulation:
    return Regulation("law", "某条例", (Chapter(1, "总则", (Article(1, 1, paragraphs),)),))


@pytest.mark.parametrize("subject", BUNDLED_SUBJECTS, ids=[subject.label for subject in BUNDLED_SUBJECTS])
def test_every_subject_stands_in_at_least_one_provision(regulation: Regulation, subject: Subject) -> None:
    assert subject.provisions(regulation)


@pytest.mark.parametrize(
    ("label", "provisions"),
    [
        ("人力社保部门", "6.2 18.1 25.2 25.3 45.1 45.2 46.1 46.2"),
        ("“不得”", "3.1 34.2 37.1 49.1 50.1 52.1 56.1"),
        ("税务部门", "6.2 14.1 39.2 48.1"),
        ("海关", "6.2 39.2"),  # 18.1 speaks of 海关企业信用, not of the customs
        ("教育部门", "6.2 29.1 45.2"),  # not where education is a field: 33.1
        ("规划自然资源部门", "6.2"),
        ("期限", "20.2 54.2"),
        ("“定期”", "48.1 55.1 57.1"),  # not 规定期限 of 43.2
        ("行业协会、商会", "10.1 16.2 28.3 30.1 52.1 53.1 58.1.4"),
    ],
)
def test_the_list_is_exactly_these_provisions(regulation: Regulation, label: str, provisions: str) -> None:
    assert keys(labelled(label), regulation) == provisions.split()


def test_the_lists_are_what_the_text_says(regulation: Regulation) -> None:
    units = [r for r in regulation.references() if r.paragraph is not None]
    for label, word in (("“不得”", "不得"), ("“应当”", "应当"), ("“鼓励”", "鼓励"), ("“可以”", "可以")):
        paragraphs = [r for r in units if r.item is None and word in own_words(regulation, r)]
        items = [r for r in units if r.item is not None and word in own_words(regulation, r)]
        assert set(labelled(label).provisions(regulation)) == {*paragraphs, *items}


def own_words(regulation: Regulation, reference: Reference) -> str:
    """Of a paragraph without those of its items."""
    if reference.item is not None:
        return regulation.text_of(reference)
    return regulation.paragraph(reference.article or 0, reference.paragraph or 0).text


def test_every_subject_is_found_by_each_of_its_names() -> None:
    for subject in BUNDLED_SUBJECTS:
        for name in subject.names:
            assert subject in named_in(f"{name}要做哪些事", BUNDLED_SUBJECTS), name


def test_labels_are_unique() -> None:
    labels = [subject.label for subject in BUNDLED_SUBJECTS]
    assert len(set(labels)) == len(labels)


def test_a_stem_is_found_in_an_enumeration_and_not_elsewhere(tmp_path: Path) -> None:
    (subject,) = load(tmp_path, '[[subject]]\nlabel = "教育部门"\nstem = "教育"\nnames = ["教委"]\n')
    assert subject.kind is SubjectKind.BODY
    found = small(
        Paragraph(1, "发展改革、教育、科技等部门应当支持。"),
        Paragraph(2, "教育部门应当支持。"),
        Paragraph(3, "教育、科技等有关部门应当支持。"),
        Paragraph(4, "开放医疗、教育等领域的应用场景。"),
        Paragraph(5, "开展创业教育。"),
    )
    assert keys(subject, found) == ["1.1", "1.2", "1.3"]


def test_a_paragraph_and_its_items_are_searched_apart(tmp_path: Path) -> None:
    (subject,) = load(tmp_path, '[[subject]]\nlabel = "协会"\nkind = "group"\npattern = "协会"\nnames = ["协会"]\n')
    items = (Item(1, "收费的；"), Item(2, "强制加入协会的。"))
    assert keys(subject, small(Paragraph(1, "有下列行为的：", items))) == ["1.1.2"]
    assert keys(subject, small(Paragraph(1, "协会有下列行为的：", items))) == ["1.1", "1.1.2"]


def test_a_name_within_a_longer_one_of_another_subject_does_not_count() -> None:
    assert [subject.label for subject in named_in("金融监管局和科技局", BUNDLED_SUBJECTS)] == [
        "金融管理部门",
        "科技部门",
    ]
    assert [subject.label for subject in named_in("人民银行管什么", BUNDLED_SUBJECTS)] == ["金融管理部门"]
    assert [subject.label for subject in named_in("银行管什么", BUNDLED_SUBJECTS)] == ["金融机构"]


def test_a_short_name_counts_where_it_stands_by_itself_too() -> None:
    assert [subject.label for subject in named_in("人民银行和银行", BUNDLED_SUBJECTS)] == ["金融管理部门", "金融机构"]


def test_subjects_come_in_the_order_in_which_they_are_named_and_once() -> None:
    found = named_in("税务局、教委，还有税务局和国税", BUNDLED_SUBJECTS)
    assert [subject.label for subject in found] == ["税务部门", "教育部门"]


def test_no_name_no_subject() -> None:
    assert named_in("今天天气不错", BUNDLED_SUBJECTS) == ()
    assert named_in("税务局", ()) == ()


def test_no_file_no_subjects(tmp_path: Path) -> None:
    assert load_subjects(tmp_path / "subjects.toml") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('lable = "海关"\npattern = "海关"\nnames = ["海关"]', "unknown key 'lable'; allowed: kind, label, names,"),
        ('pattern = "海关"\nnames = ["海关"]', "'' needs label and names"),
        ('label = "海关"\npattern = "海关"', "'海关' needs label and names"),
        ('label = "海关"\npattern = "海关"\nnames = []', "'海关' needs label and names"),
        ('label = "海关"\npattern = "海关"\nnames = "海关"', "'海关' needs label and names"),
        ('label = "海关"\nnames = ["海关"]', "'海关' needs either stem or pattern"),
        ('label = "海关"\nstem = "海关"\npattern = "海关"\nnames = ["海关"]', "'海关' needs either stem or pattern"),
        ('label = "海关"\npattern = "海关("\nnames = ["海关"]', "'海关': '海关\\(': missing \\)"),
        (
            'label = "海关"\nkind = "bodies"\npattern = "海关"\nnames = ["海关"]',
            "must be one of body, group, word, not",
        ),
        ("label = ", "Invalid value"),
    ],
)
def test_a_mistake_names_the_file_and_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GuideError, match=rf"^subjects\.toml: .*{message}"):
        load(tmp_path, f"[[subject]]\n{text}\n")


def test_a_table_of_another_name_is_a_mistake_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"^subjects\.toml: unknown key 'subjects'; allowed: subject"):
        load(tmp_path, '[[subjects]]\nlabel = "海关"\npattern = "海关"\nnames = ["海关"]\n')
