"""Put the rules as they were last checked into the wheel, so that an installed package need never write them."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CheckedRules(BuildHookInterface[Any]):
    """Read and check the knowledge, and add the module ``built`` that is generated from it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the module; ``version`` is "editable" where the package stays in its checkout and writes it there.

        Raises springstep's ``KnowledgeError`` when the knowledge has faults.
        """
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        sys.dont_write_bytecode = True  # the checkout stays as it is
        from springstep.checked import built_source

        self._kept = TemporaryDirectory()
        module = Path(self._kept.name, "built.py")
        module.write_text(built_source(), encoding="utf-8", newline="\n")
        build_data["force_include"][str(module)] = "springstep/built.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was generated, which the wheel has by now."""
        if version != "editable":
            self._kept.cleanup()
