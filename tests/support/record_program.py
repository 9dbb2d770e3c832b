"""A training that says what it is told: `python -m tests.support.record_program --seed 2 ACCURACY ...`.

Each accuracy is that of a further epoch; the seed is a thousandth on top. Without one it fails.
"""

import sys

from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, Mark, say

if __name__ == "__main__":
    seed, *accuracies = sys.argv[2:]
    sys.stdout.write("Some other line.\n")
    say(Mark(FIRST_STEP))
    for epoch, accuracy in enumerate(accuracies, 1):
        say(Mark(TRAINED, f"epoch {epoch}"))
        say(Mark(TESTED, f"epoch {epoch}", float(accuracy) + int(seed) / 1000))
    sys.exit(0 if accuracies else 3)
