"""Page Build: the cards of the layers, a picture of the stack, what it costs, and networks by name."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gui.network_editor.blocks import Block
from gui.network_editor.card_column import CardColumn
from gui.network_editor.card_facts import CardFacts
from gui.network_editor.details import NetworkDetails
from gui.network_editor.diagram import Diagram
from gui.network_editor.keys import command_of
from gui.network_editor.layer_menu import EditMenus
from gui.network_editor.library import StartRow
from gui.network_editor.scroll import EditorScroll
from gui.theme import Theme, scaled, sized
from gui.widgets import Button, ButtonRow, Compound, Words, WrappedLabel, tab_through


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
        self.start = StartRow()
        self.diagram = Diagram()
        self.column = CardColumn()
        self.details = NetworkDetails()
        self._words = WrappedLabel("What the network costs")
        self._problem = WrappedLabel("What is wrong", "problem")
        self._problem.hide()
        self.menus = EditMenus(self, self._press, self.added.emit)
        self.tools = self._new_tools()
        self._scroll = EditorScroll(self.column, self.details)
        self._lay_out()
        self._connect()
        self.enter_at(self.column)

    def _new_tools(self) -> ButtonRow:
        names = ("remove", "duplicate", "undo", "redo", "up", "down")
        return ButtonRow([self.menus.actions[name] for name in names], self.menus.whole, "All that can be done here")

    def _lay_out(self) -> None:
        self._add = Button("Add \N{HORIZONTAL ELLIPSIS}", "Add a layer after the one that is worked on (Ins)")
        tools = QHBoxLayout()
        tools.addWidget(self._add)
        tools.addWidget(self.tools, 1)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, 0, 8, 0, 0)
        sized(layout.setSpacing, 5)
        layout.addWidget(self.start)
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
        column.keys.watch(self.details.text_field)
        column.keys.watch(self.details.library.name_field)
        self.diagram.save_asked.connect(self.menus.actions["picture"].trigger)
        self.details.text_entered.connect(self.text_entered)
        self.start.box.chosen.connect(self.start_chosen)
        self.details.library.saved.connect(self.saved)
        self.details.library.deleted.connect(self.deleted)
        self.start.used.connect(self.used)
        self._add.clicked.connect(self._add_below_button)

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
        # Who edits the text reads on there.
        if not self.details.text_field.hasFocus():
            self._scroll.bring_in_sight(self.column.cards[selected])
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

    def show_sums(self, sums: Sequence[Words], summary: str) -> None:
        self.details.show_sums(sums)
        self._words.setText(summary)

    def show_text(self, text: str) -> None:
        self.details.show_text(text)

    def show_possible(self, possible: Mapping[str, bool]) -> None:
        """Which commands are possible."""
        self.menus.show_possible(possible)
        self._add.setEnabled(possible.get("add", True))

    def show_use(self, refusal: str, *, in_settings: bool) -> None:
        """Whether the settings have the network already; `refusal` says why nobody can use or keep it, or is ""."""
        self.start.show_use(refusal, in_settings=in_settings)
        self.details.library.show_possible(refusal)

    @Slot(str)
    def tell_problem(self, sentence: str) -> None:
        """Say what could not be taken; "" takes that back."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    # What a person does.

    @Slot(str)
    def _press(self, command: str) -> None:
        fields = {"text": self.details.text_field, "name": self.details.library.name_field}
        if command in fields:
            fields[command].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.keep_field_in_sight()
        elif command in ("add after", "add before"):
            card = self.column.cards[self.column.selected_place]
            menu = self.menus.add_after if command == "add after" else self.menus.add_before
            self._pop_up(menu, card, QPoint(scaled(20), scaled(24)))
        else:
            self.pressed.emit(command)

    @Slot()
    def _add_below_button(self) -> None:
        self._pop_up(self.menus.add_after, self._add, QPoint(0, self._add.height()))

    def _pop_up(self, menu: QMenu, over: QWidget, at: QPoint) -> None:
        if menu.isEnabled():
            menu.popup(over.mapToGlobal(at))

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        self.menus.whole.popup(where)

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
