"""Page Build: the cards of the layers, a picture of the stack, what it costs, and networks by name."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from gui.network_editor.blocks import Block
from gui.network_editor.card import LayerCard
from gui.network_editor.card_column import CardColumn
from gui.network_editor.card_facts import CardFacts
from gui.network_editor.diagram import Diagram
from gui.network_editor.keys import command_of
from gui.network_editor.layer_menu import edit_actions, kinds_menu
from gui.network_editor.library import LibraryRow, StartBox
from gui.network_editor.text_field import TextField
from gui.theme import Theme, scaled, sized
from gui.widgets import Button, ButtonRow, Compound, FactList, UprightScroll, WrappedLabel, tab_through

MEANINGS = {
    "Layers": "How many there are, and how many a network may have",
    "Weights": "The numbers that it learns",
    "Multiply-adds": "A multiplication with a weight and an addition: how much arithmetic one image takes",
    "Numbers between layers": "What training must remember of each image of a batch",
    "File": "The size of the saved network: 4 bytes a weight",
    "Memory while it learns": "The numbers between layers of a batch and their gradients, and four numbers a weight",
    "An epoch": "From a trial of some seconds on this computer, with the settings of the form",
}
USE_TIP = "Put this network into the settings: the next training learns with it"


class NetworkPanel(Compound):
    """Takes plain values and says what a person wants. It decides nothing."""

    selected = Signal(int)
    number_changed = Signal(int, str, float)
    moved = Signal(int, int)
    pressed = Signal(str)
    """A command: undo, redo, up, down, previous, next, first, last, remove, duplicate or picture."""
    added = Signal(bool, object)
    """Whether before the layer that is worked on, and the kind."""
    repair_asked = Signal()
    text_entered = Signal(str)
    start_chosen = Signal(str)
    saved = Signal(str)
    deleted = Signal(str)
    used = Signal()
    seen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.start = StartBox()
        self._use = Button("Use this network", USE_TIP)
        self.diagram = Diagram()
        self.column = CardColumn()
        self.facts = FactList()
        self.text_field = TextField()
        self.library = LibraryRow()
        self._words = WrappedLabel("What the network costs")
        self._problem = WrappedLabel("What is wrong", "problem")
        self._problem.hide()
        self._add_after = kinds_menu(self, "Add after", lambda kind: self.added.emit(False, kind))
        self._add_before = kinds_menu(self, "Add before", lambda kind: self.added.emit(True, kind))
        self.actions_by_name = edit_actions(self, self.pressed.emit)
        self.menu = self._new_menu()
        self.tools = self._new_tools()
        self._scroll = self._new_scroll()
        self._lay_out()
        self._connect()
        self.enter_at(self.column)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for kinds in (self._add_after, self._add_before):
            menu.addMenu(kinds)
        menu.addSeparator()
        for action in self.actions_by_name.values():
            menu.addAction(action)
        return menu

    def _new_tools(self) -> ButtonRow:
        names = ("remove", "duplicate", "undo", "redo", "up", "down")
        return ButtonRow([self.actions_by_name[name] for name in names], self.menu, "All that can be done here")

    def _new_scroll(self) -> UprightScroll:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, scaled(4), 0)
        column.addWidget(self.column)
        heading = QLabel("What it costs")
        heading.setObjectName("heading")
        column.addWidget(heading)
        column.addWidget(self.facts)
        words = QLabel("As text")
        words.setObjectName("heading")
        words.setBuddy(self.text_field)
        column.addWidget(words)
        column.addWidget(self.text_field)
        column.addWidget(self.library)
        column.addStretch()
        scroll = UprightScroll(body, self.library, self.column)
        sized(scroll.setMinimumHeight, 70)
        return scroll

    def _lay_out(self) -> None:
        self._add = Button("Add \N{HORIZONTAL ELLIPSIS}", "Add a layer after the one that is worked on (Ins)")
        head = QHBoxLayout()
        head.addWidget(self.start, 1)
        head.addWidget(self._use)
        tools = QHBoxLayout()
        tools.addWidget(self._add)
        tools.addWidget(self.tools, 1)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, 0, 8, 0, 0)
        sized(layout.setSpacing, 5)
        layout.addLayout(head)
        layout.addWidget(self.diagram, 1)
        layout.addLayout(tools)
        layout.addWidget(self._scroll, 3)
        layout.addWidget(self._problem)
        layout.addWidget(self._words)

    def _connect(self) -> None:
        column = self.column
        column.selected.connect(self.selected)
        column.number_changed.connect(self.number_changed)
        column.moved.connect(self.moved)
        column.pressed.connect(self._press)
        column.repair_asked.connect(self.repair_asked)
        column.refused.connect(self.tell_problem)
        column.menu_asked.connect(self._show_menu)
        column.reaches.connect(self._bring_in_sight)
        column.keys.watch(self.text_field)
        column.keys.watch(self.library.name_field)
        self.diagram.save_asked.connect(self.actions_by_name["picture"].trigger)
        self.text_field.entered.connect(self.text_entered)
        self.start.chosen.connect(self.start_chosen)
        self.library.saved.connect(self.saved)
        self.library.deleted.connect(self.deleted)
        self._use.clicked.connect(self.used)
        self._add.clicked.connect(lambda: self._press("add after"))

    def set_theme(self, theme: Theme) -> None:
        self.diagram.set_theme(theme)
        self.column.set_theme(theme)

    # What is shown.

    @property
    def words(self) -> str:
        """What the network costs, or why it cannot be."""
        return self._words.text()

    def show_network(self, facts: Sequence[CardFacts], selected: int, missing: str, blocks: Sequence[Block]) -> None:
        """Show every layer, what is missing after the last one, and the picture."""
        self.show_cards(facts, selected, missing)
        self.diagram.show_blocks(blocks, selected)

    def show_cards(self, facts: Sequence[CardFacts], selected: int, missing: str) -> None:
        self.column.show_facts(facts, selected, missing)
        tab_through(self)

    def show_selected(self, selected: int, blocks: Sequence[Block]) -> None:
        """Another layer is worked on."""
        self.column.show_selected(selected)
        # Its numbers take the keyboard from now on, wherever Qt put them in its order when they were made.
        tab_through(self)
        self.diagram.show_blocks(blocks, selected)

    def show_sums(self, sums: Sequence[tuple[str, str]], summary: str) -> None:
        for name, value in sums:
            self.facts.show_fact((name, value, MEANINGS[name]))
        self._words.setText(summary)

    def show_text(self, text: str) -> None:
        self.text_field.show_text(text)

    def show_possible(self, possible: Mapping[str, bool], refusal: str) -> None:
        """Which commands are possible; `refusal` says why the network cannot be used, or is ""."""
        for name, action in self.actions_by_name.items():
            action.setEnabled(possible.get(name, True))
        for part in (self._add, self._add_after, self._add_before):
            part.setEnabled(possible.get("add", True))
        self._use.setEnabled(not refusal)
        self._use.setToolTip(refusal or USE_TIP)
        self.library.show_possible(refusal)

    @Slot(str)
    def tell_problem(self, sentence: str) -> None:
        """Say what could not be taken; "" takes that back."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    # What a person does.

    def _press(self, command: str) -> None:
        if command in ("add after", "add before"):
            menu = self._add_after if command == "add after" else self._add_before
            if menu.isEnabled():
                card = self.column.cards[self.column.selected_place]
                menu.popup(card.mapToGlobal(QPoint(scaled(20), scaled(24))))
        else:
            self.pressed.emit(command)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        self.menu.popup(where)

    @Slot(LayerCard)
    def _bring_in_sight(self, card: LayerCard) -> None:
        self._scroll.ensureWidgetVisible(card, 0, scaled(8))

    def event(self, event: QEvent) -> bool:
        """Claim undo and redo wherever the keyboard is here: the window would take back a stroke of the drawing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if command_of(event, on_card=False):
                event.accept()
                return True
        elif event.type() == QEvent.Type.Show:
            self.seen.emit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        command = command_of(event, on_card=False)
        if command:
            self._press(command)
        else:
            super().keyPressEvent(event)
