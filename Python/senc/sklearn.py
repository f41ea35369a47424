"""A transformer of scikit-learn's, from texts to vectors:

from senc.sklearn import SencVectorizer

labels = make_pipeline(SencVectorizer(), LogisticRegression()).fit(texts, answers)
"""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import numpy.typing as npt

try:
    from sklearn.base import BaseEstimator, TransformerMixin
except ImportError:
    raise ImportError("senc.sklearn needs scikit-learn: pip install scikit-learn") from None

from ._encoder import Encoder, Overflow, Role, reopened


class SencVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to vectors: in a pipeline, a ``ColumnTransformer`` or a search for parameters.

    Nothing is learned: `fit` loads the model. Clones share it in memory, and what is pickled is
    which model it is.

    :param model: as for `senc.Encoder`, and so are precision, backend and threads.
    :param role: as for `senc.Encoder.encode`, and so are the rest.
    """

    def __init__(
        self,
        model: Optional[str] = None,
        *,
        precision: str = "float32",
        backend: str = "packed",
        threads: Optional[int] = None,
        prompt: Optional[str] = None,
        prompt_text: Optional[str] = None,
        role: Optional[Role] = None,
        normalize: Optional[bool] = None,
        dimension: Optional[int] = None,
        max_tokens: Optional[int] = None,
        overflow: Optional[Overflow] = None,
    ) -> None:
        self.model = model
        self.precision = precision
        self.backend = backend
        self.threads = threads
        self.prompt = prompt
        self.prompt_text = prompt_text
        self.role = role
        self.normalize = normalize
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.overflow = overflow

    def fit(self, X: Any = None, y: Any = None) -> SencVectorizer:  # noqa: N803
        """Loads the model; what is given does not matter."""
        self.encoder_ = self._opened()
        return self

    def transform(self, X: Any) -> npt.NDArray[np.float32]:  # noqa: N803
        """The vectors of texts.

        :param X: texts as for `senc.Encoder.encode`, or one column of them.
        :returns: float32, [texts, dimension].
        """
        encoder: Encoder = getattr(self, "encoder_", None) or self._opened()
        return encoder.encode(
            _column(X),
            prompt=self.prompt,
            prompt_text=self.prompt_text,
            role=self.role,
            normalize=self.normalize,
            dimension=self.dimension,
            max_tokens=self.max_tokens,
            overflow=self.overflow,
        )

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """``senc0``, ``senc1``, …: a name for each component."""
        encoder: Encoder = getattr(self, "encoder_", None) or self._opened()
        count = self.dimension or encoder.dimension
        return np.array([f"senc{component}" for component in range(count)], object)

    def _opened(self) -> Encoder:
        options = {
            "precision": self.precision,
            "backend": self.backend,
            "packing": "ahead",
            "threads": self.threads,
        }
        return reopened(self.model, options)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _column(texts: Any) -> Any:
    """Texts, which scikit-learn may give as a table of one column."""
    if getattr(texts, "ndim", 1) != 2 and not hasattr(texts, "columns"):
        return texts
    if texts.shape[1] != 1:
        raise ValueError(f"one column of texts is needed, not {texts.shape[1]}")
    if isinstance(texts, np.ndarray):
        return texts[:, 0]
    return texts.iloc[:, 0] if hasattr(texts, "iloc") else texts[texts.columns[0]]


__all__ = ["SencVectorizer"]
