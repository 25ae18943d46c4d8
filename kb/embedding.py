"""The embedding that turns texts into vectors for Chroma: the fitted encoder, or any LlamaIndex embedding."""

from __future__ import annotations

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from kb.encoder import Encoder
from kb.named_embedding import load_embedding
from kb.settings import FITTED, Settings


class FittedEmbedding(BaseEmbedding):
    """The encoder as a LlamaIndex embedding; queries and texts are treated alike."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(model_name=FITTED, embed_batch_size=2048)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        return "FittedEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.vectors(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def open_embedding(settings: Settings, encoder: Encoder) -> BaseEmbedding:
    """The embedding that the settings name.

    Raises SettingError when the class cannot be imported or made.
    """
    if settings.embedding == FITTED:
        return FittedEmbedding(encoder)
    return load_embedding(settings)
