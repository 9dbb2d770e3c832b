"""The commands of the menus: where each stands, what it says, and which keys call it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar

from engine.settings import CLASSES


@dataclass(frozen=True)
class Command:
    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    switch: bool = False
    """Whether it stays on or off instead of doing something once."""
    group: str = ""
    """Exactly one of the switches in a group is on."""


COMMANDS = (
    Command("open", "&File", "&Open network \u2026", "Draw with a network that was saved earlier", ("Ctrl+O",)),
    Command(
        "open run", "&File", "Open &packed run \u2026", "Put a run that was packed as one file among the kept runs"
    ),
    Command("save", "&File", "&Save network as \u2026", "Keep a copy of the present network", ("Ctrl+S",)),
    Command("folder", "&File", "Show data &folder", "Where trained networks, the data and the log are kept"),
    Command("quit", "&File", "&Quit", "End Inkling; a run that is going on is stopped and kept", ("Ctrl+Q",)),
    Command("undo", "&Edit", "&Undo stroke", "Take back the last stroke", ("Ctrl+Z",)),
    Command("redo", "&Edit", "&Redo stroke", "Bring back the stroke that was taken back", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("clear", "&Edit", "&Clear canvas", "Take all strokes off the canvas", ("Del",)),
    Command(
        "copy experiment",
        "&Edit",
        "Copy &experiment",
        "Copy the settings, and their losses once trained, as a text for another Inkling",
        ("Ctrl+Shift+C",),
    ),
    Command("paste", "&Edit", "&Paste", "Take an experiment, a picture or files from the clipboard", ("Ctrl+V",)),
    Command("train", "&Train", "&Train or pause", "Start training, hold it, or let it go on, as the button", ("F5",)),
    Command("hold", "&Train", "&Pause or go on\tSpace", "Hold training after the present step, or let it go on"),
    Command("step", "&Train", "&Step\tRight", "Learn from one batch and wait"),
    Command("epoch", "&Train", "Step to the &epoch's end\tShift+Right", "Learn to the end of the epoch and wait"),
    Command("stop", "&Train", "Stop and &keep\tEsc", "End training and keep what was learnt; it can be resumed"),
    Command("discard", "&Train", "&Cancel and discard", "End training and throw the run away; this can be undone"),
    Command("restart", "&Train", "&Restart", "Begin again from the same first weights, with the settings as they are"),
    Command(
        "find rate",
        "&Train",
        "Find a &learning rate",
        "Try all learning rates in a short sweep (on page Rate)",
        ("F9",),
    ),
    Command("defaults", "&Train", "&Default settings", "Set all settings back to those Inkling comes with"),
    Command("measure", "&Train", "&Measure this computer", "Find out which settings are fastest here", ("F6",)),
    Command("make smaller", "&Train", "M&ake it smaller", "Measure int8, pruned and distilled copies of it", ("F12",)),
    *(
        Command(f"was {digit}", "T&each", f"It was a &{digit}", f"Keep the drawing as a {digit}", (str(digit),))
        for digit in range(CLASSES)
    ),
    Command("learn", "T&each", "&Learn my digits", "Teach the network the digits you drew and named", ("F7",)),
    Command("unlearn", "T&each", "&Undo learning", "Draw with the network as it was before it learnt them"),
    Command("import", "T&each", "&Import my digits \u2026", "Add the digits of a file that was exported"),
    Command("export", "T&each", "&Export my digits \u2026", "Write the digits you drew and named to a file"),
    Command("settings", "&View", "Go to &settings", "Move the keyboard to the settings", ("Alt+1",)),
    Command("canvas", "&View", "Go to can&vas", "Move the keyboard to the canvas", ("Alt+3",)),
    Command("curve", "&View", "Go to &curve", "Move the keyboard to the curve: arrow keys read it", ("Alt+2",)),
    Command("inside", "&View", "See &what is inside", "See what each layer makes of the drawing, and why", ("F4",)),
    Command("why", "&View", "Ask w&hy", "See which ink the answer rests on (on page Inside)", ("Shift+F4",)),
    Command("mistakes", "&View", "Go to m&istakes", "See which test images are read wrongly", ("Alt+6",)),
    Command("data", "&View", "Go to d&ata", "Look through the images that the network learns from", ("Alt+7",)),
    Command("mine", "&View", "Go to &my digits", "Look through the digits you drew and named", ("Alt+4",)),
    Command("runs", "&View", "Go to &runs", "Compare the runs that are kept", ("Alt+5",)),
    Command("network", "&View", "&Build a network", "Build your own network, layer by layer", ("Alt+N",)),
    Command("rate", "&View", "Go to learning ra&te", "Find a learning rate that suits the settings", ("Alt+8",)),
    Command(
        "several", "&View", "E&xplore several settings", "Train with several values of some settings, and compare them"
    ),
    Command("smaller", "&View", "Go to compr&ession", "See what can be done to make the network smaller", ("Alt+0",)),
    Command("cpu", "&View", "Go to C&PU", "See what this CPU has, and what share of it training uses", ("Alt+9",)),
    Command("speed", "&View", "Go to spee&d", "Find out which settings are fastest on this computer"),
    Command("log", "&View", "&Log", "Show the lines that a run in the terminal prints", ("F8",), switch=True),
    Command("present", "&View", "Prese&ntation", "Canvas, answer and curve for a class", ("F11",), switch=True),
    Command(
        "stand",
        "&View",
        "Stand for a &fair",
        "The presentation for a table at a fair, for visitors who come and go",
        switch=True,
    ),
    Command("zoom in", "&View", "&Zoom in", "Show everything larger", ("Ctrl++", "Ctrl+=")),
    Command("zoom out", "&View", "Zoom &out", "Show everything smaller", ("Ctrl+-",)),
    Command("usual size", "&View", "&Usual size", "Show everything at 100 %", ("Ctrl+0",)),
    Command("system", "&View", "As the s&ystem", "Light or dark as the system is", switch=True, group="scheme"),
    Command("light", "&View", "Li&ght", "Dark ink on light paper", switch=True, group="scheme"),
    Command("dark", "&View", "Dar&k", "Light ink on dark paper", switch=True, group="scheme"),
    Command("guide", "&Help", "&First steps", "Show again what to do first"),
    Command("keys", "&Help", "&Keys and gestures", "What can be done with which keys and buttons", ("F1",)),
    Command("words", "&Help", "&Words", "What the words on the screen mean, each in a sentence", ("Shift+F1",)),
    Command("about", "&Help", "&About Inkling", "Which version this is and where it keeps your networks"),
)


GESTURES = (
    ("0 to 9", "Say which digit the drawing was meant as, and keep it"),
    ("Right mouse button", "Erase on the canvas"),
    ("Ctrl+arrow keys", "Move the pen of the canvas; with Shift it draws"),
    ("Arrow keys, + and -", "Read the curve, and zoom it; Ctrl and + or - zoom everything"),
    ("Enter, Space", "Press the button that has the keyboard"),
    ("Enter, double click", "Put an image of a page on the canvas, or draw with a run"),
    ("F2, Space, Del", "Rename, tick or delete the run that is chosen on page Runs"),
    ("Dropping files on the window", "Open pictures, drawings, packed runs, networks and experiments"),
    ("Ctrl+Up, Ctrl+Down", "Sort the runs by another column"),
)
"""What is done on one part of the window, with the keyboard or the mouse."""


def key_table() -> list[tuple[str, str]]:
    """Every key and gesture, and what it does."""
    table: list[tuple[str, str]] = []
    for command in COMMANDS:
        # The ten digits are one gesture. A key after a tab is not the menu's: it means other things elsewhere.
        keys = () if command.keys and command.keys[0].isdecimal() else command.keys or command.text.split("\t")[1:]
        if keys:
            table.append((" or ".join(keys), command.tip))
    return [*table, *GESTURES]


def fill_menu_bar(bar: QMenuBar, does: Mapping[str, Callable[..., object]]) -> dict[str, QAction]:
    """Create an action for every command. `does` has what each one calls, a switch with its new state."""
    menus = {title: bar.addMenu(title) for title in dict.fromkeys(command.menu for command in COMMANDS)}
    for menu in menus.values():
        menu.setToolTipsVisible(True)
    groups = {name: QActionGroup(bar) for name in {command.group for command in COMMANDS if command.group}}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(command.text, bar)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        keys = f" ({command.keys[0]})" if command.keys else ""
        action.setToolTip(command.tip + keys)
        action.setCheckable(command.switch)
        if command.group:
            if not groups[command.group].actions():
                menus[command.menu].addSeparator()
            groups[command.group].addAction(action)
        (action.toggled if command.switch else action.triggered).connect(does[command.name])
        menus[command.menu].addAction(action)
        actions[command.name] = action
    actions["system"].setChecked(True)
    for name in ("hold", "stop", "discard"):
        actions[name].setEnabled(False)
    return actions
