"""What the table of compressed networks says about each. No widget is needed."""

from engine.compression.findings import Compressed
from engine.inspection.paired import Paired
from gui.compression.columns import COLUMNS, NOISE, Beside, in_order, points, story, times, verdict
from gui.compression.settings import removed_words
from tests.support.runs.compressed import COLUMN, INT8, LUCKY, ORIGINAL, STUDENT


def beside(row: Compressed, title: str) -> Beside:
    return COLUMNS[COLUMN[title]].beside(row, ORIGINAL)


def that_each_figure_is_said_beside_the_originals() -> None:
    assert beside(INT8, "File") == Beside("0.33\u00d7") and beside(INT8, "1 image") == Beside("0.12\u00d7")
    assert beside(INT8, "Multiply-adds") == Beside("1.00\u00d7")
    assert beside(STUDENT, "Multiply-adds") == Beside("0.10\u00d7")
    assert beside(INT8, "Network") == Beside()


def that_what_is_worse_is_said_in_words() -> None:
    assert beside(STUDENT, "File") == Beside("3.10\u00d7 larger", True)
    assert beside(STUDENT, "Weights") == Beside("3.51\u00d7 more", True)
    assert beside(STUDENT, "Validation") == Beside("\u22121.54 \u00b1 0.40 worse", True)
    assert beside(INT8._replace(microseconds=662.0), "1 image") == Beside("2.00\u00d7 slower", True)


def that_a_difference_within_the_noise_is_called_neither_better_nor_worse() -> None:
    assert beside(INT8, "Validation") == Beside("\u22120.02 \u00b1 0.11")
    assert beside(INT8, "Pen") == Beside("+0.0 \u00b1 5.4")
    assert points(Paired(5_000, lost=2, gained=5)) == Beside("+0.06 \u00b1 0.12")
    assert points(Paired(5_000, lost=2, gained=20)) == Beside("+0.36 \u00b1 0.20 better")


def that_what_was_not_compared_has_no_verdict() -> None:
    assert beside(STUDENT, "Pen") == Beside() == points(None)
    old = STUDENT._replace(validation_pairs=None)
    assert beside(old, "Validation") == Beside() and COLUMNS[COLUMN["Validation"]].text(old) == "97.80%"


def that_the_test_images_mark_nothing_and_sort_nothing() -> None:
    assert beside(LUCKY, "Validation") == Beside("\u22120.44 \u00b1 0.26 worse", True)
    for row in (INT8, STUDENT, LUCKY):
        assert beside(row, "Test") == Beside(raised=True) and COLUMNS[COLUMN["Test"]].text(row).startswith("9")
    rows = [LUCKY, ORIGINAL, STUDENT, INT8]
    for title in ("Validation", "Test"):
        assert in_order(rows, COLUMN[title], descending=True) == [ORIGINAL, INT8, LUCKY, STUDENT]
        assert in_order(rows, COLUMN[title], descending=False) == [STUDENT, LUCKY, INT8, ORIGINAL]


def that_a_time_within_the_noise_is_not_called_slower() -> None:
    a_little = INT8._replace(microseconds=331.0 * (NOISE - 0.01))
    assert not times(a_little, ORIGINAL, "microseconds", "slower", NOISE).worse
    assert times(a_little, ORIGINAL, "microseconds", "slower").worse


def that_what_was_not_measured_is_sorted_last_either_way() -> None:
    rows = [STUDENT, ORIGINAL, INT8._replace(pen_accuracy=0.90)]
    for descending in (False, True):
        sorted_rows = in_order(rows, COLUMN["Pen"], descending=descending)
        assert sorted_rows[-1] is STUDENT
        assert [row.pen_accuracy for row in sorted_rows[:2]] == ([0.957, 0.90] if descending else [0.90, 0.957])


def that_the_verdict_names_the_smallest_and_the_fastest_and_leaves_the_test_images_alone() -> None:
    told = verdict([ORIGINAL, STUDENT, INT8])
    assert "int8 (0.33\u00d7)" in told and "int8 (0.12\u00d7)" in told
    assert verdict([ORIGINAL, STUDENT._replace(test_accuracy=1.0), INT8._replace(test_accuracy=0.1)]) == told
    assert "left out" in verdict([ORIGINAL])


def that_the_story_says_what_was_done() -> None:
    assert story(ORIGINAL) == "Original: As it was trained."


def that_the_slider_is_put_into_words() -> None:
    assert removed_words(50) == "Pruning removes half (50%) of the multiply-adds."
    assert removed_words(35) == "Pruning removes 35% of the multiply-adds."
