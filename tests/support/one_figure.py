"""A benchmark that says what it is given: `python -m tests.support.one_figure WHAT VALUE`; without a value it fails."""

import sys

from benchmarks.shared.figures import figure

if __name__ == "__main__":
    what, *value = sys.argv[1:]
    if not value:
        sys.exit(3)
    figure(what, value[0])
