"""Models in memory: where they are found, and how long they stay."""

from __future__ import annotations

import json
import os
from ctypes import byref, c_void_p
from typing import Any, Union
from weakref import WeakValueDictionary

from ._library import check, library, take_text

#: The model that is loaded where nothing else is said.
DEFAULT_MODEL = "multilingual-e5-small"
#: The models in this package.
_PACKAGED = os.path.join(os.path.dirname(__file__), "Weights")


class Handle:
    """A senc_encoder, closed when nobody uses it any longer: a call keeps it to its end."""

    __slots__ = ("__weakref__", "_close", "description", "pointer")

    def __init__(self, path: bytes, options: dict[str, Any]) -> None:
        self.pointer = c_void_p()
        # Also where the names of modules are gone, at the end of the process.
        self._close = library().senc_close
        check(library().senc_open(path, json.dumps(options).encode(), byref(self.pointer)))
        text = c_void_p()
        check(library().senc_describe(self.pointer, byref(text)))
        self.description: dict[str, Any] = json.loads(take_text(text))

    def __del__(self) -> None:
        # It is not there if the library is not.
        close = getattr(self, "_close", None)
        if close is not None:
            close(self.pointer)


#: Models that are loaded, by what they were loaded with, for what is unpickled.
loaded: WeakValueDictionary[tuple[Any, ...], Handle] = WeakValueDictionary()


def named(model: Union[str, os.PathLike[str], None]) -> str:
    """The model that is asked for; a path as a whole one, since where it is unpickled the working
    directory may be another. A name alone may be one of the search path.
    """
    if model is None:
        model = os.environ.get("SENC_MODEL") or DEFAULT_MODEL
    name = os.fsdecode(model)
    if "\0" in name:
        raise ValueError("model: a name has no zeros in it")
    return os.path.abspath(name) if os.sep in name and os.path.exists(name) else name


def key(source: str, options: dict[str, Any]) -> tuple[Any, ...]:
    """All that decides which model is loaded, and how."""
    is_name = not os.path.isabs(source)
    # The working directory may have been removed.
    here = os.getcwd() if os.path.exists(".") else None
    place = (os.environ.get("SENC_MODELS"), here) if is_name else None
    return (source, place, tuple(options.values()))


def located(name: str) -> str:
    """What is to be opened for a model: one in this package under its name, unless a directory of
    $SENC_MODELS has one of that name.
    """
    packaged = os.path.join(_PACKAGED, name)
    if os.sep in name or name in ("", ".", "..") or not os.path.isdir(packaged):
        return name
    given = os.environ.get("SENC_MODELS", "").split(":")
    if any(os.path.exists(os.path.join(place, name)) for place in given if place):
        return name
    return packaged
