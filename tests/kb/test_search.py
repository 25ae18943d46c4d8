from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from kb.errors import IndexUnavailableError
from kb.model import Reference
from kb.opening import OpenKnowledge, open_knowledge
from kb.settings import SettingError, Settings
from kb.units import units_of


@pytest.fixture(scope="module")
def opened(data: Path) -> Iterator[OpenKnowledge]:
    knowledge = open_knowledge(Settings(data=data))
    yield knowledge
    knowledge.close()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("应收账款对方几天内要确认", "20.2"),
        ("协会逼我们入会交会费", "52.1"),
        ("政府采购给小微留几成", "36.3"),
        ("投诉了多久给书面答复", "54.2"),
        ("专项资金被人挪用了", "58.1.6"),
    ],
)
def test_an_everyday_question_finds_its_paragraph(opened: OpenKnowledge, question: str, key: str) -> None:
    assert opened.retriever.search(question).hits[0].reference.key == key


def test_a_named_provision_comes_first(opened: OpenKnowledge) -> None:
    found = opened.retriever.search("第三十六条第三款")
    assert [hit.reference for hit in found.hits] == [Reference(article=36, paragraph=3)]
    found = opened.retriever.search("第二十条里头，知识产权能拿来做担保不")
    assert found.hits[0].reference == Reference(article=20, paragraph=3)


def test_scores_fall_from_at_most_one_and_every_unit_is_ranked(opened: OpenKnowledge) -> None:
    hits = opened.retriever.rank("拖欠货款").hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1
    assert {hit.reference for hit in hits} == set(units_of(opened.regulation))


def test_k_limits_the_hits(opened: OpenKnowledge) -> None:
    assert len(opened.retriever.search("贷款", 3).hits) == 3


def test_a_word_is_in_the_questions_of_few_or_many_articles(opened: OpenKnowledge) -> None:
    assert opened.retriever.articles_with("知识产权") >= {20, 31, 51}
    assert len(opened.retriever.articles_with("一家")) > 20 > len(opened.retriever.articles_with("离婚"))
    assert opened.retriever.articles_with("彩票") == set()


def test_llamaindex_sees_the_same(opened: OpenKnowledge) -> None:
    nodes = opened.retriever.retrieve("拖欠货款怎么办")
    hits = opened.retriever.search("拖欠货款怎么办").hits
    assert [node.node.id_ for node in nodes] == [hit.reference.key for hit in hits]
    assert nodes[0].node.metadata["article"] == 49
    assert isinstance(nodes[0].node.metadata["article"], int)


@pytest.mark.parametrize("text", ["", "？", "zzzz", "😀", "a" * 500])
def test_odd_text_is_ranked_and_does_no_harm(opened: OpenKnowledge, text: str) -> None:
    found = opened.retriever.rank(text)
    assert len(found.hits) == len(units_of(opened.regulation))
    assert found.reading is not None
    assert found.reading.margin == found.reading.margin


def test_where_the_index_holds_integers(opened: OpenKnowledge) -> None:
    collection = opened.retriever.knowledge.vectors.collection
    assert len(collection.get(where={"article": 36})["ids"]) > 45
    assert collection.get(where={"article": "36"})["ids"] == []


def test_an_index_that_went_away_is_unavailable_and_not_empty(data: Path, assistant: Assistant) -> None:
    with pytest.raises(IndexUnavailableError):
        open_knowledge(Settings(data=data, chroma_url="http://127.0.0.1:9"))


def test_an_embedding_that_cannot_be_made_is_named(data: Path) -> None:
    with pytest.raises(SettingError, match=r"nowhere\.Embedding"):
        open_knowledge(Settings(data=data, embedding="nowhere.Embedding"))
