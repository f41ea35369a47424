"""Chroma's embedding function, by senc:

from senc.chroma import SencEmbeddingFunction

collection = client.create_collection("notes", embedding_function=SencEmbeddingFunction())
"""

from __future__ import annotations

from typing import Any, Optional

try:
    from chromadb.api.types import Documents, EmbeddingFunction, Embeddings, Space
    from chromadb.utils.embedding_functions import register_embedding_function
except ImportError:
    raise ImportError("senc.chroma needs Chroma: pip install chromadb") from None

from ._encoder import Encoder

_SPACES: dict[str, Space] = {"cosine": "cosine", "dot": "ip", "euclidean": "l2", "manhattan": "l2"}


@register_embedding_function
class SencEmbeddingFunction(EmbeddingFunction[Documents]):
    """Vectors of documents and of queries, each with the model's prompt for them.

    :param model: as for `senc.Encoder`; kept in the collection, which is opened with it again.
    :param dimension: keep only so many leading components.
    :param normalize: as for `senc.Encoder.encode`.
    :param options: those of `senc.Encoder`: ``precision``, ``backend``, ``packing``, ``threads``.
    """

    def __init__(
        self,
        model: Optional[str] = None,
        *,
        dimension: Optional[int] = None,
        normalize: Optional[bool] = None,
        **options: Any,
    ) -> None:
        self.encoder = Encoder(model, **options)
        self._options = options
        self._encoding: dict[str, Any] = {"dimension": dimension, "normalize": normalize}

    def __call__(self, input: Documents) -> Embeddings:
        """The vectors of documents."""
        return list(self.encoder.encode_passage(list(input), progress=False, **self._encoding))

    def embed_query(self, input: Documents) -> Embeddings:
        """The vectors of queries."""
        return list(self.encoder.encode_query(list(input), progress=False, **self._encoding))

    @staticmethod
    def name() -> str:
        """The name under which Chroma keeps it."""
        return "senc"

    def default_space(self) -> Space:
        """How the model's vectors are to be compared."""
        return _SPACES[self.encoder.metric]

    def get_config(self) -> dict[str, Any]:
        """What Chroma keeps of it."""
        return {"model": self.encoder.source, **self._encoding, **self._options}

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> SencEmbeddingFunction:
        """It again, of what Chroma has kept."""
        return SencEmbeddingFunction(**config)

    def validate_config_update(
        self, old_config: dict[str, Any], new_config: dict[str, Any]
    ) -> None:
        """Refuses another model, whose vectors those of the collection could not be compared with.

        :raises ValueError: for another model or dimension.
        """
        for name in ("model", "dimension", "normalize"):
            if old_config.get(name) != new_config.get(name):
                raise ValueError(f"{name} of a collection cannot be changed")


__all__ = ["SencEmbeddingFunction"]
