"""What the view Why says about an answer and about the strokes. Knows no widgets."""

from typing import TYPE_CHECKING

from engine.formats import count, exact_percent

if TYPE_CHECKING:
    from engine.inspection import Why
    from engine.models import Reading

SAME, UNSURE, NOTHING = "no change", "not sure", "nothing left"


def heading(whole: "Reading", digit: int) -> str:
    """The question that is answered: "Why 3?" or "Why not 8?"."""
    name = whole.names[digit]
    if digit != whole.digit:
        return f"Why not {name}?"
    return f"Why {name}?" if whole.sure else f"It is not sure. Why rather {name}?"


def matters(whole: "Reading", without: "Reading | None") -> bool:
    """Whether the answer would be another one without a stroke."""
    from engine.inspection import changes

    return without is not None and changes(whole, without)


def caption(whole: "Reading", without: "Reading | None") -> str:
    """What a stroke does, in two words."""
    if without is None:
        return NOTHING
    if not matters(whole, without):
        return SAME
    return f"{without.name}, {exact_percent(without.confidence)}%" if without.sure else UNSURE


def what_stroke_does(why: "Why", number: int) -> str:
    """A sentence about the stroke at this place, from 0."""
    from engine.inspection import without_stroke

    return without_stroke(why.whole, why.without[number], "this stroke")


def about_strokes(why: "Why") -> str:
    """How many strokes the answer needs; "" when there are none to speak of."""
    if not why.strokes:
        return ""
    if len(why.strokes) == 1:
        return "It is a single stroke: without it nothing would be left."
    needed, strokes = sum(matters(why.whole, reading) for reading in why.without), count(len(why.strokes), "stroke")
    if not needed:
        return f"No single one of the {strokes} decides the answer. Point at one to see it."
    which = f"{needed}" if needed < len(why.strokes) else "each"
    return f"The answer needs {which} of the {strokes}. Point at one to see it."
