"""How the columns of the table of runs share its width. Knows nothing of widgets."""

from collections.abc import Sequence

from gui.runs.table.columns import DIFFERENT, NOTE, STATE


def shared(wanted: Sequence[int], least: Sequence[int], room: int, most_for_state: int) -> list[int]:
    """The widths of the columns in a table that is `room` pixels wide.

    What is different, and the state a little, get what is free. Where it is too narrow, notes and what is different
    give way to their `least` widths before the table scrolls.
    """
    widths = list(wanted)
    free = room - sum(widths)
    for place in (NOTE, DIFFERENT):
        missing = max(0, min(-free, widths[place] - least[place]))
        widths[place] -= missing
        free += missing
    for_state = min(max(0, free), most_for_state)
    widths[STATE] += for_state
    widths[DIFFERENT] += max(0, free - for_state)
    return widths
