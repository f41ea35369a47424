"""senc: texts to vectors (embeddings), and the exact search among them, on the CPU.

    >>> import senc
    >>> encoder = senc.Encoder()
    >>> vectors = encoder.encode(["Está lloviendo.", "It is raining.", "The train is late."])
    >>> encoder.similarity(vectors[0], vectors[1:])

Vectors are to the bit those of the program ``senc encode``. Errors are `Error` with senc's own
line; those of arguments and data are also ValueError, those of missing files FileNotFoundError.
"""

from ._encoder import Encoder
from ._errors import Error, TextWarning
from ._models import DEFAULT_MODEL
from ._search import search, similarity
from ._tokens import Tokens
from ._vectors import ranges

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "Error",
    "TextWarning",
    "Tokens",
    "__version__",
    "ranges",
    "search",
    "similarity",
]
