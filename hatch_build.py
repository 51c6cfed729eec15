"""What a wheel holds beside the files that are in the repository: what reading the rules comes to."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadRules(BuildHookInterface[Any]):
    """Reads our rules once, at build time; an editable install reads them when it needs them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put what was read into the wheel, as ``whylint/rules/kept``."""
        if version == "editable" or self.target_name != "wheel":
            return
        root, place = Path(self.root), self._place
        sys.path.insert(0, str(root / "src"))
        from whylint import kept  # noqa: PLC0415 - found only now

        shutil.rmtree(place, ignore_errors=True)
        kept.keep_all(root / "rules", place)
        build_data["force_include"][str(place)] = f"whylint/rules/{kept.INSIDE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind but the wheel."""
        shutil.rmtree(self._place, ignore_errors=True)

    @property
    def _place(self) -> Path:
        return Path(self.directory) / "kept"
