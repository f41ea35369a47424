"""Haystack's embedders, by senc:

from senc.haystack import SencDocumentEmbedder, SencTextEmbedder

documents = SencDocumentEmbedder().run([Document(content="It is raining.")])["documents"]
vector = SencTextEmbedder().run("¿Llueve?")["embedding"]
"""

# Haystack reads the annotations of `run`: they are not to be texts.
from dataclasses import replace
from typing import Any, Optional

try:
    from haystack import Document, component, default_from_dict, default_to_dict
except ImportError:
    raise ImportError("senc.haystack needs Haystack: pip install haystack-ai") from None

from ._encoder import Encoder


class _Embedder:
    """What both have: a model that is loaded when it is first needed."""

    def __init__(
        self, model: Optional[str], dimension: Optional[int], normalize: Optional[bool], **kept: Any
    ) -> None:
        self._model = model
        self._encoding: dict[str, Any] = {"dimension": dimension, "normalize": normalize}
        self._kept = kept
        self._encoder: Optional[Encoder] = None

    def warm_up(self) -> None:
        """Loads the model."""
        self._loaded()

    def _loaded(self) -> Encoder:
        if self._encoder is None:
            names = ("precision", "backend", "packing", "threads")
            self._encoder = Encoder(
                self._model, **{name: self._kept[name] for name in names if name in self._kept}
            )
        return self._encoder

    def to_dict(self) -> dict[str, Any]:
        """What a pipeline keeps of it."""
        kept: dict[str, Any] = default_to_dict(
            self, model=self._model, **self._encoding, **self._kept
        )
        return kept


@component
class SencTextEmbedder(_Embedder):
    """The vector of a text that something is searched by.

    :param model: as for `senc.Encoder`.
    :param dimension: keep only so many leading components.
    :param normalize: as for `senc.Encoder.encode`.
    :param options: those of `senc.Encoder`: ``precision``, ``backend``, ``packing``, ``threads``.
    """

    def __init__(
        self,
        model: Optional[str] = None,
        dimension: Optional[int] = None,
        normalize: Optional[bool] = None,
        **options: Any,
    ) -> None:
        _Embedder.__init__(self, model, dimension, normalize, **options)

    @component.output_types(embedding=list[float], meta=dict[str, Any])
    def run(self, text: str) -> dict[str, Any]:
        """Gives ``{"embedding": [dimension], "meta": …}``."""
        if not isinstance(text, str):
            raise TypeError(f"a text is needed, not {type(text).__name__}")
        encoder = self._loaded()
        vector = encoder.encode_query(text, **self._encoding)
        return {"embedding": vector.tolist(), "meta": {"model": encoder.model}}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "SencTextEmbedder":
        """It again, of what a pipeline has kept."""
        made: SencTextEmbedder = default_from_dict(cls, data)
        return made


@component
class SencDocumentEmbedder(_Embedder):
    """Documents with their vectors.

    :param model: as for `senc.Encoder`.
    :param dimension: keep only so many leading components.
    :param normalize: as for `senc.Encoder.encode`.
    :param meta_fields_to_embed: names of fields whose values go before the content.
    :param embedding_separator: what is between them.
    :param progress_bar: a bar of tqdm's.
    :param options: those of `senc.Encoder`: ``precision``, ``backend``, ``packing``, ``threads``.
    """

    def __init__(
        self,
        model: Optional[str] = None,
        dimension: Optional[int] = None,
        normalize: Optional[bool] = None,
        meta_fields_to_embed: Optional[list[str]] = None,
        embedding_separator: str = "\n",
        progress_bar: Optional[bool] = None,
        **options: Any,
    ) -> None:
        _Embedder.__init__(
            self,
            model,
            dimension,
            normalize,
            meta_fields_to_embed=meta_fields_to_embed,
            embedding_separator=embedding_separator,
            progress_bar=progress_bar,
            **options,
        )

    @component.output_types(documents=list[Document], meta=dict[str, Any])
    def run(self, documents: list[Document]) -> dict[str, Any]:
        """Gives ``{"documents": copies with their vectors, "meta": …}``."""
        if not all(isinstance(document, Document) for document in documents):
            raise TypeError("a list of Documents is needed")
        encoder = self._loaded()
        fields = self._kept["meta_fields_to_embed"] or []
        texts = [
            self._kept["embedding_separator"].join(
                [
                    str(document.meta[field])
                    for field in fields
                    if document.meta.get(field) is not None
                ]
                + [document.content or ""]
            )
            for document in documents
        ]
        vectors = encoder.encode_passage(
            texts, progress=self._kept["progress_bar"], **self._encoding
        ).tolist()
        return {
            "documents": [
                replace(document, embedding=vector) for document, vector in zip(documents, vectors)
            ],
            "meta": {"model": encoder.model},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "SencDocumentEmbedder":
        """It again, of what a pipeline has kept."""
        made: SencDocumentEmbedder = default_from_dict(cls, data)
        return made


__all__ = ["SencDocumentEmbedder", "SencTextEmbedder"]
