"""The actions for kept runs: their keys, and when each is possible. Knows nothing of widgets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.runs import RunRow


@dataclass(frozen=True)
class Choice:
    """The rows that a person has chosen in the table."""

    current: RunRow | None = None
    """The run in the row that has the keyboard focus."""
    selected: list[RunRow] = field(default_factory=list)
    ticked: list[RunRow] = field(default_factory=list)
    training: bool = False
    """Whether any run of the table is training."""
    can_undo: bool = False
    """Whether there are deleted runs."""

    @property
    def to_draw_with(self) -> list[Path]:
        """The folders of one or two runs; none if one of them has no network, or if there are more."""
        return _networks(self.selected)

    @property
    def ticked_to_draw_with(self) -> list[Path]:
        return _networks(self.ticked) if len(self.ticked) == 2 else []

    @property
    def to_delete(self) -> list[Path]:
        """The folders of the selected runs, without one that is training: it has to be stopped first."""
        return [row.folder for row in self.selected if row.state != "training"]

    @property
    def can_resume(self) -> bool:
        return self.current is not None and self.current.can_resume and not self.training

    @property
    def can_use_settings(self) -> bool:
        return self.current is not None and self.current.settings is not None

    @property
    def can_pack(self) -> bool:
        return self.current is not None and self.current.state in ("completed", "stopped", "failed")

    @property
    def has_network(self) -> bool:
        return self.current is not None and self.current.has_network


def _networks(rows: list[RunRow]) -> list[Path]:
    return [row.folder for row in rows] if len(rows) in (1, 2) and all(row.has_network for row in rows) else []


@dataclass(frozen=True)
class RunAction:
    name: str
    text: str
    tip: str
    possible: Callable[[Choice], bool]
    keys: str = ""
    in_menu_only: bool = False


ACTIONS = (
    RunAction(
        "draw",
        "Draw with this one",
        "Classify the drawing with this run's network; select two runs to see both answers side by side",
        lambda choice: bool(choice.to_draw_with),
        "Enter",
    ),
    RunAction(
        "settings", "Use settings", "Put this run's settings into the form", lambda choice: choice.can_use_settings
    ),
    RunAction("resume", "Resume", "Go on training where this run was cut off", lambda choice: choice.can_resume),
    RunAction(
        "mistakes",
        "Look at mistakes",
        "Show the test images that this run's network classifies wrongly",
        lambda choice: choice.has_network,
    ),
    RunAction(
        "delete",
        "Delete",
        "Remove the selected runs from the table; Ctrl+Z brings them back",
        lambda choice: bool(choice.to_delete),
        "Del",
    ),
    RunAction(
        "folder",
        "Open folder",
        "Show the folder in which this run is kept",
        lambda choice: choice.current is not None,
    ),
    RunAction(
        "export",
        "Export \u2026",
        "Write this run's network or its curve to a file for other programs, or as a web page to play with",
        lambda choice: choice.has_network or choice.can_use_settings,
    ),
    RunAction(
        "experiment",
        "Copy experiment",
        "Copy its settings and its losses as a text, with which another Inkling repeats it and compares the losses",
        lambda choice: choice.can_use_settings,
        in_menu_only=True,
    ),
    RunAction(
        "pack",
        "Pack as one file \u2026",
        "Write its network, history, settings and time slider to one file that another Inkling opens",
        lambda choice: choice.can_pack,
        in_menu_only=True,
    ),
    RunAction(
        "measure",
        "Measure with drawings \u2026",
        "Classify the digits in a file that My digits has exported, and keep the share classified correctly",
        lambda choice: choice.has_network,
        in_menu_only=True,
    ),
    RunAction(
        "draw ticked",
        "Draw with the two ticked",
        "Classify the drawing with both ticked networks, side by side",
        lambda choice: bool(choice.ticked_to_draw_with),
        in_menu_only=True,
    ),
    RunAction("tick", "Tick or untick", "Show its curve below, or hide it", lambda c: bool(c.selected), "Space", True),
    RunAction("rename", "Rename", "Give this run another name", lambda choice: choice.current is not None, "F2", True),
    RunAction(
        "undo", "Undo delete", "Bring back the runs that were deleted last", lambda c: c.can_undo, "Ctrl+Z", True
    ),
)
