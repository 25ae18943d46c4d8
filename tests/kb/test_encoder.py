from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.encoder import OUTSIDE, Encoder, Example

EXAMPLES = [
    *(Example(text, "49", "49.1") for text in ("政府拖欠工程款", "大企业欠我货款不给", "账款拖着不付怎么办")),
    *(Example(text, "25", "25.2") for text in ("创业担保贷款怎么申请", "小店能申请创业贷款吗", "创业贷款找谁")),
    *(Example(text, OUTSIDE, OUTSIDE) for text in ("离婚财产怎么分", "孩子抚养权归谁", "今天天气好吗", "帮我写首诗")),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.fit(EXAMPLES)


def test_vectors_have_length_one_and_a_place_for_every_class(encoder: Encoder) -> None:
    vectors = encoder.vectors(["欠款", "贷款"])
    assert vectors.shape == (2, encoder.dimensions)
    assert encoder.dimensions == 3 + 3  # two articles and outside, two units and outside
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)


def test_the_best_article_is_the_one_that_answers(encoder: Encoder) -> None:
    reading = encoder.read("他们拖欠货款")
    assert max(reading.articles, key=lambda key: reading.articles[key]) == "49"
    assert max(reading.units, key=lambda key: reading.units[key]) == "49.1"
    assert OUTSIDE not in reading.articles


def test_the_margin_tells_ours_from_others(encoder: Encoder) -> None:
    assert encoder.read("工程款拖欠").margin > 0 > encoder.read("离婚抚养权").margin


def test_coverage_is_the_share_of_what_is_known(encoder: Encoder) -> None:
    assert encoder.read("创业贷款").coverage == 1
    assert encoder.read("zzz").coverage == 0
    assert encoder.read("").coverage == 0


def test_a_reading_agrees_with_the_vectors_of_the_index(encoder: Encoder) -> None:
    np.testing.assert_allclose(encoder.read("货款拖着").vector, encoder.vectors(["货款拖着"])[0], rtol=1e-5)


def test_what_is_saved_reads_the_same(encoder: Encoder, tmp_path: Path) -> None:
    encoder.save(tmp_path / "encoder.npz")
    again = Encoder.load(tmp_path / "encoder.npz")
    assert again.dimensions == encoder.dimensions
    np.testing.assert_allclose(again.vectors(["欠款不付"]), encoder.vectors(["欠款不付"]), rtol=1e-5)


def test_two_classes_are_enough() -> None:
    encoder = Encoder.fit([example for example in EXAMPLES if example.article != "25"])
    assert encoder.read("货款").margin > encoder.read("天气").margin
