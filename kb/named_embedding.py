"""An embedding that the settings name by its import path: any LlamaIndex embedding class."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding

from kb.settings import SettingError, Settings


def load_embedding(settings: Settings) -> BaseEmbedding:
    """Raises SettingError when the class cannot be imported or made."""
    module, _, name = settings.embedding.rpartition(".")
    try:
        kind: Any = getattr(import_module(module), name)
        made = kind(**settings.embedding_arguments)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise SettingError(f"TIAOLI_EMBEDDING={settings.embedding!r} cannot be used: {error}") from error
    if not isinstance(made, BaseEmbedding):
        raise SettingError(f"TIAOLI_EMBEDDING={settings.embedding!r} is not a LlamaIndex embedding")
    return made
