"""Tags the wheel for the systems that the libsenc in it is for, as build.sh says."""

from __future__ import annotations

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelTag(BuildHookInterface):  # type: ignore[type-arg]
    """Reads the tag from the environment; without one the wheel has no library, and is for all."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        tag = os.environ.get("SENC_WHEEL_TAG")
        if tag:
            build_data["tag"] = tag
            build_data["pure_python"] = False
