"""Chroma is written by a process of its own: a real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kb.errors import IndexUnavailableError, PublishError
from kb.index import open_index, write_index
from kb.index_client import IndexClient
from kb.model import Reference
from kb.record import PROVISION, QUESTION, Record
from kb.settings import SettingError, Settings
from tests.serving import ROOT

RECORDS = [
    Record("p:36.3", "预留份额", PROVISION, "law", 5, Reference(article=36, paragraph=3)),
    Record("p:58.1.6", "挪用资金", PROVISION, "law", 8, Reference(article=58, paragraph=1, item=6)),
    Record("q:0", "留几成", QUESTION, "law", 5, Reference(article=36, paragraph=3)),
]
VECTORS = np.eye(3, dtype=np.float32)
SETTINGS = Settings()


@pytest.fixture
def client() -> Iterator[IndexClient]:
    with IndexClient(SETTINGS) as started:
        yield started


def test_what_is_written_is_counted_and_found_with_its_place_as_integers(client: IndexClient, tmp_path: Path) -> None:
    added: list[int] = []
    client.write(tmp_path, "law", RECORDS, VECTORS, added.append)
    assert sum(added) == len(RECORDS)
    assert client.count(tmp_path, "law") == len(RECORDS)
    index = open_index(tmp_path, "law", SETTINGS)
    near = index.nearest([0.0, 1.0, 0.0], 3)
    collection = index.collection
    stored = collection.get(where={"article": 58}, include=["metadatas", "documents"])
    question = collection.get(ids=["q:0"], include=["documents"])
    index.close()
    assert near[0].reference == RECORDS[1].reference
    assert near[0].cosine == pytest.approx(1)
    assert stored["documents"] == ["挪用资金"]
    assert question["documents"] == [None], "questions are in the lexical index"
    (metadata,) = stored["metadatas"]
    own = {key: value for key, value in metadata.items() if not key.startswith("_node")}
    assert own == {"regulation": "law", "kind": PROVISION, "chapter": 8, "article": 58, "paragraph": 1, "item": 6}


def test_progress_is_told_by_batches_of_one_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.index.BATCH", 2)
    records = [*RECORDS[:2], RECORDS[0], RECORDS[2]]
    alike = [Record(f"{place}", r.text, r.kind, "law", r.chapter, r.reference) for place, r in enumerate(records)]
    added: list[int] = []
    write_index(tmp_path, "law", alike, np.eye(4, dtype=np.float32), SETTINGS, added.append)
    assert added == [2, 1, 1]
    index = open_index(tmp_path, "law", SETTINGS)
    assert len(index) == 4
    assert index.nearest([0.0, 0.0, 0.0, 1.0], 1)[0].kind == QUESTION
    index.close()


def test_without_vectors_the_embedding_of_the_settings_makes_them(tmp_path: Path) -> None:
    name = "llama_index.core.embeddings.mock_embed_model.MockEmbedding"
    with IndexClient(Settings(embedding=name, embedding_arguments={"embed_dim": 8})) as client:
        client.write(tmp_path, "law", RECORDS, None, lambda count: None)
    index = open_index(tmp_path, "law", SETTINGS)
    assert len(index.collection.get(ids=["q:0"], include=["embeddings"])["embeddings"][0]) == 8
    index.close()


def test_an_embedding_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    settings = Settings(embedding="nowhere.Embedding")
    with IndexClient(settings) as client, pytest.raises(SettingError, match=r"nowhere\.Embedding"):
        client.write(tmp_path, "law", RECORDS, None, lambda count: None)


def test_a_request_that_fails_is_told_and_the_next_one_answered(client: IndexClient, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError):
        client.count(tmp_path, "law")
    client.write(tmp_path, "law", RECORDS, VECTORS, lambda count: None)
    with pytest.raises(PublishError, match="Chroma cannot write"):
        client.write(tmp_path, "law", RECORDS, VECTORS, lambda count: None)
    client.drop("law")
    assert client.count(tmp_path, "law") == len(RECORDS)


def test_a_process_that_died_is_said_to_have(client: IndexClient, tmp_path: Path) -> None:
    os.kill(client.process, signal.SIGKILL)
    with pytest.raises(PublishError, match="ended with status -9"):
        client.count(tmp_path, "law")


def test_leaving_ends_the_process(tmp_path: Path) -> None:
    with IndexClient(SETTINGS) as client:
        process = client.process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_ingest_itself_loads_neither_chroma_nor_llamaindex() -> None:
    program = (
        "import sys, ingest.__main__; sys.exit(str({'chromadb', 'llama_index'} & set(sys.modules))"
        " if {'chromadb', 'llama_index'} & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
