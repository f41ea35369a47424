"""libsenc, loaded when it is first needed, and the structures of its header senc.h."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_uint8, c_void_p
from typing import Any

from ._errors import OK, error

#: SENC_ABI_VERSION of the header that is written down here.
ABI_VERSION = 1

FLOAT32, FLOAT16, INT8, BINARY = 1, 2, 3, 4


class Strings(ctypes.Structure):
    """senc_strings: texts as Apache Arrow has them."""

    _fields_ = [
        ("count", c_int64),
        ("first", c_int64),
        ("offsets", c_void_p),
        ("offset_bits", c_int32),
        # As a pointer to characters, since bytes of Python are then taken as they are.
        ("bytes", c_char_p),
        ("bytes_count", c_int64),
        ("validity", c_void_p),
    ]


class Vectors(ctypes.Structure):
    """senc_vectors: rows of vectors."""

    #: What has the memory.
    owners: object

    _fields_ = [
        ("count", c_int64),
        ("dimension", c_int64),
        ("type", c_int32),
        ("stride", c_int64),
        ("data", c_void_p),
        ("minimums", c_void_p),
        ("maximums", c_void_p),
    ]


class Report(ctypes.Structure):
    """senc_report: what is said of texts beside their vectors."""

    _fields_ = [
        ("tokens", c_void_p),
        ("whole_tokens", c_void_p),
        ("cut", c_int64),
        ("unknown", c_int64),
    ]


class TokenArrays(ctypes.Structure):
    """senc_tokens: the tokens of texts, one text's after the other's."""

    _fields_ = [
        ("texts", c_int64),
        ("count", c_int64),
        ("firsts", POINTER(c_int64)),
        ("ids", POINTER(c_int32)),
        ("starts", POINTER(c_int64)),
        ("ends", POINTER(c_int64)),
        ("special", POINTER(c_uint8)),
    ]


#: senc_progress: context, done, total -> 0 to go on.
Progress = ctypes.CFUNCTYPE(c_int32, c_void_p, c_int64, c_int64)


def _path() -> str:
    """Where libsenc is."""
    given = os.environ.get("SENC_LIBRARY")
    if given:
        return given
    name = (
        f"libsenc.{ABI_VERSION}.dylib" if sys.platform == "darwin" else f"libsenc.so.{ABI_VERSION}"
    )
    packaged = os.path.join(os.path.dirname(__file__), "lib", name)
    # Without one in the package, that of the system.
    return packaged if os.path.exists(packaged) else name


def _load() -> Any:
    path = _path()
    try:
        # Calls of a CDLL do not hold Python's lock.
        library = ctypes.CDLL(path)
    except OSError as failure:
        raise ImportError(
            f"libsenc cannot be loaded ({failure}): install a wheel of senc, "
            "or set SENC_LIBRARY to the library's file"
        ) from None
    found = library.senc_abi_version()
    if found != ABI_VERSION:
        raise ImportError(f"{path} has interface {found} of libsenc; {ABI_VERSION} is needed")
    library.senc_version.restype = c_char_p
    library.senc_last_error.restype = c_char_p
    library.senc_open.argtypes = [c_char_p, c_char_p, POINTER(c_void_p)]
    library.senc_close.argtypes = [c_void_p]
    library.senc_close.restype = None
    library.senc_describe.argtypes = [c_void_p, POINTER(c_void_p)]
    library.senc_stamp.argtypes = [c_void_p, c_char_p, POINTER(c_void_p)]
    library.senc_free.argtypes = [c_void_p]
    library.senc_free.restype = None
    library.senc_encode.argtypes = [
        c_void_p,
        POINTER(Strings),
        c_char_p,
        POINTER(Vectors),
        c_void_p,
        c_void_p,
        POINTER(Report),
    ]
    library.senc_count_tokens.argtypes = [
        c_void_p,
        POINTER(Strings),
        c_char_p,
        c_void_p,
        c_void_p,
        c_void_p,
    ]
    library.senc_tokenize.argtypes = [
        c_void_p,
        POINTER(Strings),
        c_char_p,
        POINTER(POINTER(TokenArrays)),
        c_void_p,
        c_void_p,
    ]
    library.senc_tokens_free.argtypes = [POINTER(TokenArrays)]
    library.senc_tokens_free.restype = None
    library.senc_nearest.argtypes = [
        POINTER(Vectors),
        POINTER(Vectors),
        POINTER(Vectors),
        c_int64,
        c_char_p,
        c_void_p,
        c_void_p,
        c_void_p,
        c_void_p,
    ]
    library.senc_similarities.argtypes = [
        POINTER(Vectors),
        POINTER(Vectors),
        c_char_p,
        c_void_p,
        c_void_p,
        c_void_p,
    ]
    return library


_lock = threading.Lock()
_loaded: Any = None


def library() -> Any:
    """Libsenc.

    :raises ImportError: if it is not there, or has another interface.
    """
    global _loaded
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _load()
    return _loaded


# A child of a fork must not find the lock taken by a thread that it does not have.
def _new_lock() -> None:
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_lock)


def last_line() -> str:
    """What the last call that failed in this thread has to say."""
    line: bytes = library().senc_last_error()
    return line.decode("utf-8", "replace")


def check(status: int) -> None:
    """Raises what a call in this thread came to.

    :raises Error: unless it succeeded.
    """
    if status != OK:
        raise error(status, last_line())


def take_text(pointer: c_void_p) -> str:
    """A text that libsenc gave, which is freed."""
    text = ctypes.string_at(pointer).decode("utf-8")
    library().senc_free(pointer)
    return text
