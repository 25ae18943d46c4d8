from __future__ import annotations

import json

from kb.model import Regulation
from kb.tree import from_json, to_json


def test_the_tree_survives_json(regulation: Regulation) -> None:
    assert from_json(json.loads(json.dumps(to_json(regulation)))) == regulation


def test_the_json_has_the_shape_of_the_contract(regulation: Regulation) -> None:
    tree = to_json(regulation)
    assert tree["id"] == "cq-sme-2024"
    assert len(tree["chapters"]) == 9
    fifth = tree["chapters"][4]
    assert (fifth["number"], fifth["title"]) == (5, "市场开拓")
    article = next(article for article in fifth["articles"] if article["number"] == 36)
    assert [paragraph["number"] for paragraph in article["paragraphs"]] == [1, 2, 3, 4]
    duties = tree["chapters"][7]["articles"][-1]["paragraphs"][0]
    assert [item["number"] for item in duties["items"]] == list(range(1, 9))
