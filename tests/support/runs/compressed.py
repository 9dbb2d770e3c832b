"""Rows of the table of compressed networks, for tests that need no network."""

from engine.compression.findings import Compressed
from engine.inspection.paired import Paired
from gui.compression.columns import COLUMNS

ORIGINAL = Compressed(
    "original", "As it was trained.", 132_400, 29_034, 1_034_112, 331.0, 128.0, 0.9934, 0.9937, 0.957, "a"
)
INT8 = ORIGINAL._replace(
    name="int8",
    file_bytes=44_100,
    microseconds=41.2,
    microseconds_of_64=33.0,
    validation_accuracy=0.9932,
    test_accuracy=0.9938,
    file="b",
    validation_pairs=Paired(5_000, lost=3, gained=2),
    pen_pairs=Paired(70, lost=1, gained=1),
)
STUDENT = ORIGINAL._replace(
    name="student alone",
    file_bytes=410_900,
    weights=101_770,
    multiply_adds=101_632,
    microseconds=61.0,
    validation_accuracy=0.9780,
    test_accuracy=0.9786,
    pen_accuracy=None,
    file="c",
    validation_pairs=Paired(5_000, lost=87, gained=10),
)
LUCKY = INT8._replace(
    name="lucky",
    validation_accuracy=0.9890,
    test_accuracy=0.9990,
    validation_pairs=Paired(5_000, lost=30, gained=8),
    file="d",
)
"""The best by the test images, and worse than all but the student by those of validation."""
COLUMN = {column.title: place for place, column in enumerate(COLUMNS)}
MAKE = "Make it smaller"
"""The button of the page."""
WHICH = "Which network is made smaller"
"""What a screen reader calls the sentence about the network."""
