"""LangChain's embeddings, by senc:

from senc.langchain import SencEmbeddings

store = InMemoryVectorStore.from_texts(texts, SencEmbeddings())
"""

from __future__ import annotations

import os
from typing import Any, Optional, Union

try:
    from langchain_core.embeddings import Embeddings
except ImportError:
    raise ImportError("senc.langchain needs LangChain: pip install langchain-core") from None

from ._encoder import Encoder


class SencEmbeddings(Embeddings):
    """Vectors of documents and of queries, each with the model's prompt for them.

    :param model: as for `senc.Encoder`, or one that is loaded.
    :param dimension: keep only so many leading components.
    :param normalize: as for `senc.Encoder.encode`.
    :param show_progress: a bar of tqdm's for documents.
    :param options: those of `senc.Encoder`: ``precision``, ``backend``, ``packing``, ``threads``.
    """

    def __init__(
        self,
        model: Union[str, os.PathLike[str], Encoder, None] = None,
        *,
        dimension: Optional[int] = None,
        normalize: Optional[bool] = None,
        show_progress: Optional[bool] = None,
        **options: Any,
    ) -> None:
        self.encoder = model if isinstance(model, Encoder) else Encoder(model, **options)
        self.show_progress = show_progress
        self._encoding: dict[str, Any] = {"dimension": dimension, "normalize": normalize}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of documents."""
        vectors = self.encoder.encode_passage(
            list(texts), progress=self.show_progress, **self._encoding
        )
        return vectors.tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query."""
        return self.encoder.encode_query(text, **self._encoding).tolist()  # type: ignore[no-any-return]


__all__ = ["SencEmbeddings"]
