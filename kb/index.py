"""Vectors in Chroma, one collection a build. The only module that imports chromadb."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.errors import ChromaError
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.vector_stores.chroma import ChromaVectorStore

from kb.errors import IndexUnavailableError, PublishError
from kb.model import Reference
from kb.record import PROVISION, Record
from kb.settings import Settings

BATCH = 2000
DOCUMENT_IDS = {"document_id", "doc_id", "ref_doc_id"}
# Exact enough that the neighbours do not depend on the order of insertion.
HNSW = {"space": "cosine", "ef_construction": 64, "ef_search": 200, "max_neighbors": 16, "num_threads": 1}
BROKEN = (ChromaError, OSError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record near the query, with its cosine from -1 to 1."""

    reference: Reference
    kind: str
    cosine: float


class VectorIndex:
    """One collection, through LlamaIndex's vector store."""

    def __init__(self, collection: Any, client: Any) -> None:
        self._collection = collection
        self._client = client
        self._store = ChromaVectorStore(chroma_collection=collection)

    def __len__(self) -> int:
        return int(self._collection.count())

    @property
    def collection(self) -> Any:
        """Chroma's own collection, for benchmarks and staff who look inside."""
        return self._collection

    def nearest(self, vector: list[float], k: int) -> list[Neighbour]:
        """The k nearest records, nearest first.

        Raises IndexUnavailableError.
        """
        try:
            found = self._store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=k))
        except BROKEN as error:
            raise IndexUnavailableError(f"Chroma cannot be searched: {error}") from error
        distances = found.similarities or []
        return [
            Neighbour(_reference(node.metadata), str(node.metadata["kind"]), _cosine(similarity))
            for node, similarity in zip(found.nodes or [], distances, strict=True)
        ]

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def write_index(
    folder: Path,
    name: str,
    records: Sequence[Record],
    vectors: npt.NDArray[np.float32],
    settings: Settings,
    progress: Callable[[int], None],
) -> None:
    """Puts the records into a new collection; `progress` is told how many were added.

    Raises PublishError.
    """
    try:
        client = _client(folder, settings)
        collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})
        for batch in _batches(records):
            _add(collection, records[batch], vectors[batch])
            progress(len(records[batch]))
        client.close()
    except BROKEN as error:
        raise PublishError(f"{folder}: Chroma cannot write: {error}") from error


def _batches(records: Sequence[Record]) -> Iterator[slice]:
    """Up to BATCH records of one kind each, in their order."""
    start = 0
    for _, alike in groupby(records, key=lambda record: record.kind):
        end = start + len(list(alike))
        yield from (slice(at, min(at + BATCH, end)) for at in range(start, end, BATCH))
        start = end


def _add(collection: Any, records: Sequence[Record], vectors: npt.NDArray[np.float32]) -> None:
    """Adds records of one kind.

    LlamaIndex's own form, so that its vector store reads it, but for the numbers of the vectors, which its
    nodes would make floats of Python one by one, and for the ids of a source document, which no record has.
    Only provisions have their words beside the vector: questions are in the lexical index and in the guide,
    and Chroma's full-text index over them would cost as much as the vectors.
    """
    nodes = [TextNode(id_=record.id, metadata=record.metadata()) for record in records]
    stored = [node_to_metadata_dict(node, remove_text=True, flat_metadata=True) for node in nodes]
    collection.add(
        ids=[record.id for record in records],
        embeddings=vectors,
        metadatas=[{key: value for key, value in one.items() if key not in DOCUMENT_IDS} for one in stored],
        documents=[record.text for record in records] if records[0].kind == PROVISION else None,
    )


def open_index(folder: Path, name: str, settings: Settings) -> VectorIndex:
    """Raises IndexUnavailableError."""
    try:
        client = _client(folder, settings)
        return VectorIndex(client.get_collection(name, embedding_function=None), client)
    except BROKEN as error:
        raise IndexUnavailableError(f"{folder}: Chroma cannot be opened: {error}") from error


def drop_collection(name: str, settings: Settings) -> None:
    """Removes a collection from a Chroma server; nothing to do when Chroma is embedded."""
    if settings.chroma_url:
        _client(Path(), settings).delete_collection(name)


def _client(folder: Path, settings: Settings) -> Any:
    quiet = chromadb.Settings(anonymized_telemetry=False)
    if settings.chroma_url:
        url = urlsplit(settings.chroma_url)
        return chromadb.HttpClient(
            host=url.hostname or "localhost", port=url.port or 8000, ssl=url.scheme == "https", settings=quiet
        )
    return chromadb.PersistentClient(str(folder), settings=quiet)


def _reference(metadata: dict[str, Any]) -> Reference:
    return Reference(
        article=metadata["article"], paragraph=metadata["paragraph"] or None, item=metadata["item"] or None
    )


def _cosine(similarity: float) -> float:
    """LlamaIndex gives exp(-distance) for Chroma; the cosine distance is 1 - cosine."""
    return 1 + log(max(similarity, 1e-9))
