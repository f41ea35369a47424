"""A class of the shape of sentence-transformers' ``SentenceTransformer``, with its results:

    from senc.sentence_transformers import SentenceTransformer

    model = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")
    vectors = model.encode(["It is raining.", "Llueve."])

Torch is only imported where tensors are asked for or given. Vectors are equal to float rounding;
`similarity` gives an array unless it is given tensors. Models are read, not trained or saved.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from typing import Any, Literal, Optional, Union

import numpy as np
import numpy.typing as npt

from ._calls import has_tqdm
from ._encoder import Encoder, Role
from ._search import Metric

Precision = Literal["float32", "int8", "uint8", "binary", "ubinary"]


class SentenceTransformer:
    """A model that is loaded, by the names of sentence-transformers.

    :param model_name_or_path: as for `senc.Encoder`; a name of the hub is looked for in its local
        cache alone.
    :param device: ``"cpu"`` or None; senc computes on the CPU.
    :param prompts: texts by name, beside those of the model.
    :param default_prompt_name: the one that goes before texts where nothing is said.
    :param revision: of a name of the hub.
    :param similarity_fn_name: ``"cosine"``, ``"dot"``, ``"euclidean"`` or ``"manhattan"``; by
        default as the model says.
    :param truncate_dim: keep only so many components.
    :param local_files_only: of no effect, as are ``trust_remote_code`` and ``token``: nothing is
        asked of a network, and no model's code is run.
    :param options: those of `senc.Encoder`: ``precision``, ``backend``, ``packing``, ``threads``.
    """

    def __init__(
        self,
        model_name_or_path: Union[str, os.PathLike[str], None] = None,
        *,
        device: Optional[str] = None,
        prompts: Optional[dict[str, str]] = None,
        default_prompt_name: Optional[str] = None,
        revision: Optional[str] = None,
        similarity_fn_name: Optional[Metric] = None,
        truncate_dim: Optional[int] = None,
        local_files_only: bool = True,
        trust_remote_code: bool = False,
        token: Union[bool, str, None] = None,
        **options: Any,
    ) -> None:
        _require_cpu(device)
        name = model_name_or_path
        if revision is not None:
            name = f"{name}@{revision}"
        self.encoder = Encoder(name, **options)
        self.prompts = {**self.encoder.prompts, **(prompts or {})}
        self.default_prompt_name = default_prompt_name or self.encoder.default_prompt
        if self.default_prompt_name is not None:
            self._prompt(self.default_prompt_name)
        self.truncate_dim = truncate_dim
        self.similarity_fn_name: Metric = similarity_fn_name or self.encoder.metric
        self.max_seq_length = self.encoder.max_tokens

    def encode(
        self,
        sentences: Any,
        prompt_name: Optional[str] = None,
        prompt: Optional[str] = None,
        batch_size: int = 32,
        show_progress_bar: Optional[bool] = None,
        output_value: Optional[str] = "sentence_embedding",
        precision: Precision = "float32",
        convert_to_numpy: bool = True,
        convert_to_tensor: bool = False,
        device: Optional[str] = None,
        normalize_embeddings: bool = False,
        truncate_dim: Optional[int] = None,
        **_: Any,
    ) -> Any:
        """The vectors of texts, [texts, dimension]; of a str, [dimension].

        :param sentences: as for `senc.Encoder.encode`.
        :param prompt_name: one of `prompts`, to be put before each text.
        :param prompt: a text to be put there in its place.
        :param batch_size: of no effect: senc makes its batches by tokens.
        :param show_progress_bar: by default where the logger sentence_transformers is at INFO.
        :param precision: what the vectors are given in.
        :param convert_to_numpy: False gives a list of tensors.
        :param convert_to_tensor: True gives a tensor.
        :param normalize_embeddings: scale vectors to length 1, also if the model does not.
        :raises ValueError: for a prompt that there is not, a device that is not the CPU, and
            token embeddings, which senc does not give.
        """
        return self._encode(
            sentences,
            self._text(prompt_name, prompt),
            None,
            show_progress_bar,
            output_value,
            precision,
            convert_to_numpy,
            convert_to_tensor,
            device,
            normalize_embeddings,
            truncate_dim,
            batch_size,
        )

    def encode_query(
        self,
        sentences: Any,
        prompt_name: Optional[str] = None,
        prompt: Optional[str] = None,
        batch_size: int = 32,
        show_progress_bar: Optional[bool] = None,
        output_value: Optional[str] = "sentence_embedding",
        precision: Precision = "float32",
        convert_to_numpy: bool = True,
        convert_to_tensor: bool = False,
        device: Optional[str] = None,
        normalize_embeddings: bool = False,
        truncate_dim: Optional[int] = None,
        **_: Any,
    ) -> Any:
        """`encode` with the model's prompt for queries, if it has one."""
        return self._encode(
            sentences,
            *self._role("query", prompt_name, prompt),
            show_progress_bar,
            output_value,
            precision,
            convert_to_numpy,
            convert_to_tensor,
            device,
            normalize_embeddings,
            truncate_dim,
            batch_size,
        )

    def encode_document(
        self,
        sentences: Any,
        prompt_name: Optional[str] = None,
        prompt: Optional[str] = None,
        batch_size: int = 32,
        show_progress_bar: Optional[bool] = None,
        output_value: Optional[str] = "sentence_embedding",
        precision: Precision = "float32",
        convert_to_numpy: bool = True,
        convert_to_tensor: bool = False,
        device: Optional[str] = None,
        normalize_embeddings: bool = False,
        truncate_dim: Optional[int] = None,
        **_: Any,
    ) -> Any:
        """`encode` with the model's prompt for documents, if it has one."""
        return self._encode(
            sentences,
            *self._role("passage", prompt_name, prompt),
            show_progress_bar,
            output_value,
            precision,
            convert_to_numpy,
            convert_to_tensor,
            device,
            normalize_embeddings,
            truncate_dim,
            batch_size,
        )

    def _encode(
        self,
        sentences: Any,
        text: Optional[str],
        role: Optional[Role],
        show_progress_bar: Optional[bool],
        output_value: Optional[str],
        precision: str,
        convert_to_numpy: bool,
        convert_to_tensor: bool,
        device: Optional[str],
        normalize: bool,
        dimension: Optional[int],
        batch_size: int,
    ) -> Any:
        _require_cpu(device)
        if output_value != "sentence_embedding":
            raise ValueError(f"output_value: {output_value!r} is not given by senc")
        if precision not in ("float32", "int8", "uint8", "binary", "ubinary"):
            raise ValueError(f"precision: {precision!r} is not known")
        if batch_size <= 0:
            raise ValueError(f"batch_size: {batch_size} is not positive")
        if show_progress_bar is None:
            level = logging.getLogger("sentence_transformers").getEffectiveLevel()
            show_progress_bar = level in (logging.INFO, logging.DEBUG)
        limit = self.max_seq_length
        options: dict[str, Any] = {
            "prompt_text": text,
            "role": role,
            "normalize": normalize or None,
            "dimension": dimension if dimension is not None else self.truncate_dim,
            "max_tokens": None if limit == self.encoder.max_tokens else limit,
            # Texts are cut without a word, as they are there.
            "overflow": "truncate",
        }
        if not isinstance(sentences, (str, bytes)):
            options["progress"] = show_progress_bar and has_tqdm()
        if precision in ("binary", "ubinary"):
            vectors = self.encoder.encode(sentences, output_type="binary", **options)
            if precision == "binary":
                vectors = (vectors.astype(np.int16) - 128).astype(np.int8)
        elif precision in ("int8", "uint8"):
            vectors = self.encoder.encode(sentences, output_type="int8", **options)
            if precision == "uint8":
                vectors = (vectors.astype(np.int16) + 128).astype(np.uint8)
        else:
            vectors = self.encoder.encode(sentences, **options)
        if convert_to_tensor or not convert_to_numpy:
            tensor = _torch().from_numpy(vectors)
            return tensor if convert_to_tensor or vectors.ndim == 1 else list(tensor)
        return vectors

    def _prompt(self, name: str) -> str:
        if name not in self.prompts:
            known = ", ".join(map(repr, self.prompts)) or "none"
            raise ValueError(f"prompt_name: {name!r} is not one of the prompts: {known}")
        return self.prompts[name]

    def _text(self, name: Optional[str], text: Optional[str]) -> Optional[str]:
        """The text to be put before each text."""
        if text is not None:
            return text
        name = name or self.default_prompt_name
        return None if name is None else self._prompt(name)

    def _role(
        self, role: Role, name: Optional[str], text: Optional[str]
    ) -> tuple[Optional[str], Optional[Role]]:
        """The text to be put before each text, or a role whose prompt the model knows."""
        if name is None and text is None:
            for known in ("query",) if role == "query" else ("document", "passage", "corpus"):
                if known in self.prompts:
                    return self.prompts[known], None
            if self.default_prompt_name is None:
                return None, role
        return self._text(name, text), None

    def similarity(self, embeddings1: Any, embeddings2: Any) -> Any:
        """The similarity of each vector of one to each of the other, [rows, rows], by
        `similarity_fn_name`.
        """
        scores = self.encoder.similarity(
            np.atleast_2d(_array(embeddings1)),
            np.atleast_2d(_array(embeddings2)),
            metric=self.similarity_fn_name,
        )
        return _as_given(scores, embeddings1, embeddings2)

    def similarity_pairwise(self, embeddings1: Any, embeddings2: Any) -> Any:
        """The similarity of each vector to the one in the same place, [rows]."""
        pairs = zip(np.atleast_2d(_array(embeddings1)), np.atleast_2d(_array(embeddings2)))
        scores = [self.encoder.similarity(a, b, metric=self.similarity_fn_name) for a, b in pairs]
        return _as_given(np.array(scores, np.float32), embeddings1, embeddings2)

    def get_embedding_dimension(self) -> int:
        """The components of the vectors that `encode` gives."""
        return self.truncate_dim or self.encoder.dimension

    def get_sentence_embedding_dimension(self) -> int:
        """The same, by its older name."""
        return self.get_embedding_dimension()

    def get_max_seq_length(self) -> int:
        """The most tokens that are read of a text."""
        return self.max_seq_length

    @contextlib.contextmanager
    def truncate_sentence_embeddings(self, truncate_dim: Optional[int]) -> Iterator[None]:
        """Within it `encode` gives so many components."""
        before, self.truncate_dim = self.truncate_dim, truncate_dim
        try:
            yield
        finally:
            self.truncate_dim = before

    truncate_embeddings = truncate_sentence_embeddings

    @property
    def device(self) -> str:
        """``"cpu"``."""
        return "cpu"

    def to(self, device: Any) -> SentenceTransformer:
        """Itself; for the CPU alone."""
        _require_cpu(device)
        return self

    def eval(self) -> SentenceTransformer:
        """Itself."""
        return self

    def start_multi_process_pool(
        self, target_devices: Optional[list[str]] = None
    ) -> dict[str, Any]:
        """Nothing is started: one process uses all processors."""
        for device in target_devices or []:
            _require_cpu(device)
        return {"input": None, "output": None, "processes": []}

    @staticmethod
    def stop_multi_process_pool(pool: dict[str, Any]) -> None:
        """Nothing is stopped."""

    def encode_multi_process(
        self, sentences: Any, pool: Optional[dict[str, Any]] = None, **options: Any
    ) -> Any:
        """`encode`."""
        options.pop("chunk_size", None)
        return self.encode(sentences, **options)

    def __repr__(self) -> str:
        return f"SentenceTransformer({self.encoder!r})"


def _require_cpu(device: Any) -> None:
    if device is not None and str(device).partition(":")[0] != "cpu":
        raise ValueError(f"device: senc computes on the CPU, not on {str(device)!r}")


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise ImportError("tensors need PyTorch: pip install torch") from None
    return torch


def _is_tensor(vectors: Any) -> bool:
    first = vectors[0] if isinstance(vectors, (list, tuple)) and vectors else vectors
    return hasattr(first, "detach")


def _array(vectors: Any) -> npt.NDArray[Any]:
    if isinstance(vectors, (list, tuple)):
        return np.stack([_array(vector) for vector in vectors]) if vectors else np.empty((0, 0))
    return np.asarray(vectors.detach().cpu() if hasattr(vectors, "detach") else vectors)


def _as_given(scores: npt.NDArray[Any], *given: Any) -> Any:
    return _torch().from_numpy(scores) if any(map(_is_tensor, given)) else scores


__all__ = ["SentenceTransformer"]
