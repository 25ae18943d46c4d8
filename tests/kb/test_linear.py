from __future__ import annotations

from kb.linear import Family, LinearModel

SUBJECTS = ("贷款", "投诉", "采购", "货款", "用工", "税费", "担保")
TEXTS = [f"{subject}{rest}" for subject in SUBJECTS for rest in ("怎么办", "找哪个部门", "要多久", "有啥子规定")]
KEYS = [text[:2] for text in TEXTS]


def test_what_a_model_was_fitted_on_it_reads_by_the_same_features() -> None:
    model = LinearModel.fit(TEXTS, [Family("s:", KEYS)], 2, 1.0)
    best = model.scores(TEXTS).argmax(axis=1)
    assert [model.labels[place] for place in best] == [f"s:{key}" for key in KEYS]


def test_a_family_with_one_class_has_nothing_to_tell_apart() -> None:
    assert LinearModel.fit(["甲乙", "丙丁"], [Family("", ["plain", "plain"])], 2, 1.0).labels == []
