"""The view Why: the drawing with what speaks for and against an answer, and what each of its strokes does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.inside.beside_or_below import BesideOrBelow
from gui.inside.reasons.class_cells import ClassCells
from gui.inside.reasons.heat_picture import HeatPicture
from gui.inside.reasons.heat_scale import HeatScale
from gui.inside.reasons.stroke_row import StrokeRow
from gui.inside.reasons.words import about_strokes, caption, heading, matters, what_stroke_does
from gui.inside.square_above import SquareAbove
from gui.theme import Theme
from gui.widgets import Button, Compound, SteadyLabel, UprightScroll, WrappedLabel, tab_through

if TYPE_CHECKING:
    from engine.inspection import Why

LONGEST = ("Without this stroke it still reads 8 (100.0%). ",)


class ReasonsPanel(Compound):
    """Shows why an answer was given, or why another one was not."""

    digit_chosen = Signal(int)
    """A class was clicked whose reasons should be shown."""
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._why: Why | None = None
        self.picture = HeatPicture()
        self._scale = HeatScale()
        self.classes = ClassCells()
        self.strokes = StrokeRow()
        self._heading = WrappedLabel("Which answer this is about", "heading")
        self._sentence = WrappedLabel("Why")
        self._about = SteadyLabel("About the strokes", LONGEST, "muted")
        self._hint = WrappedLabel("What is missing", "muted")
        self._save = Button("Save picture \u2026", "Save both maps, of the answer and of the chosen one, as PNG or SVG")
        self._save.clicked.connect(self.save_asked)
        self.classes.chosen.connect(self.digit_chosen)
        self.strokes.pointed.connect(self._point_at)
        self._lay_out()
        self.enter_at(self.classes)
        self.show_hint("")

    def _lay_out(self) -> None:
        right = QWidget()
        words = QVBoxLayout(right)
        words.setContentsMargins(0, 0, 0, 0)
        for part in (self._heading, self.classes, self._sentence, self.strokes, self._about):
            words.addWidget(part)
        last = QHBoxLayout()
        last.addWidget(self._save)
        last.addStretch()
        words.addLayout(last)
        words.addStretch()
        # The picture stays in sight in a low window, where the words scroll.
        self._body = BesideOrBelow(SquareAbove(self.picture, self._scale), UprightScroll(right, right))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._hint)
        layout.addWidget(self._body, 1)
        layout.addStretch()
        tab_through(self)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.picture, self._scale, self.classes, self.strokes):
            part.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence about the answer, or why there is none."""
        return self._sentence.text() if self._why else self._hint.text()

    @property
    def about_strokes(self) -> str:
        """The sentence about the strokes, or about the one that is pointed at."""
        return self._about.text()

    def show_hint(self, sentence: str) -> None:
        """Say why there is nothing to explain."""
        self._why = None
        self._hint.setText(sentence)
        self._hint.show()
        self._body.hide()

    def show_why(self, why: "Why", digit: int) -> None:
        """Show what speaks for and against one class, by its number: the answer, or another one."""
        self._why = why
        whole, scale = why.whole, why.scale(digit)
        self._hint.hide()
        self._body.show()
        self._heading.setText(heading(whole, digit))
        said = why.sentence(digit)
        self._sentence.setText(said)
        self.picture.show_heat(whole.image, why.heats[digit], scale, why.strokes, said)
        self._scale.show_scale(scale)
        self.classes.show_classes(whole.names, whole.probabilities, digit)
        self._show_strokes(why)
        if self.hasFocus():
            # The keyboard was sent here before there was anything to choose from.
            self.setFocus()

    def _show_strokes(self, why: "Why") -> None:
        several = len(why.strokes) > 1
        strokes = why.strokes if several else ()
        without = why.without if several else ()
        captions = [caption(why.whole, reading) for reading in without]
        self.strokes.show_strokes(strokes, captions, [matters(why.whole, reading) for reading in without])
        self._point_at(self.strokes.present)

    @Slot(object)
    def _point_at(self, number: int | None) -> None:
        """Mark a stroke in the drawing and say what is read without it."""
        if self._why is None:
            return
        self.picture.mark_stroke(number)
        why = self._why
        said = about_strokes(why) if number is None else what_stroke_does(why, number)
        self._about.setText(said)
