"""llama-index's embeddings, by senc:

from llama_index.core import Settings
from senc.llama_index import SencEmbedding

Settings.embed_model = SencEmbedding()
"""

from __future__ import annotations

import asyncio
from typing import Any, Optional

try:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.bridge.pydantic import Field, PrivateAttr
except ImportError:
    raise ImportError("senc.llama_index needs llama-index: pip install llama-index-core") from None

from ._encoder import Encoder


class SencEmbedding(BaseEmbedding):
    """Vectors of texts and of queries, each with the model's prompt for them.

    :param model_name: the model of `senc.Encoder`.
    :param options: ``precision`` and ``threads`` of `senc.Encoder`, ``dimension`` and ``normalize``
        of its ``encode``, and those of llama-index's own class.
    """

    precision: str = Field(default="float32", description="float32, bfloat16 or int8.")
    threads: Optional[int] = Field(default=None, description="Threads that a call uses.")
    dimension: Optional[int] = Field(default=None, description="Leading components to keep.")
    normalize: Optional[bool] = Field(default=None, description="Scale vectors to length 1.")

    _encoder: Encoder = PrivateAttr()

    def __init__(self, model_name: Optional[str] = None, **options: Any) -> None:
        # senc makes its batches by tokens: the more texts it is given the better.
        options.setdefault("embed_batch_size", 1024)
        super().__init__(model_name=model_name or "", **options)
        self._encoder = Encoder(
            model_name or None,
            precision=self.precision,  # type: ignore[arg-type]
            threads=self.threads,
        )
        self.model_name = self._encoder.source

    @classmethod
    def class_name(cls) -> str:
        """The name under which llama-index keeps it."""
        return "SencEmbedding"

    def _vectors(self, texts: Any, role: Any) -> list[Any]:
        vectors = self._encoder.encode(
            texts, role=role, dimension=self.dimension, normalize=self.normalize, progress=False
        )
        return vectors.tolist()  # type: ignore[no-any-return]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors(query, "query")

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._vectors(text, "passage")

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors(texts, "passage")

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


__all__ = ["SencEmbedding"]
