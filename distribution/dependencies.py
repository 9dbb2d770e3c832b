"""Tells the build what the installed program needs: the pins of requirements.txt, which are declared nowhere else."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Pins(MetadataHookInterface):
    """Called by hatchling while it builds the wheel."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the dependencies, without the words that say why."""
        lines = (Path(self.root) / "requirements.txt").read_text(encoding="utf-8").splitlines()
        pins = (line.partition("#")[0].strip() for line in lines)
        metadata["dependencies"] = [pin for pin in pins if pin]
