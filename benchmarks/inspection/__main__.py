"""What page Inside computes, and how long that takes: `python -m benchmarks.inspection [--only heat_map ...]`.

Looks into the newest network that is kept, or into one that it trains. With one thread, as in the window.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.inspection.digit_map import map_of_digits
from benchmarks.inspection.heat_map import heat_map
from benchmarks.inspection.layers import layers
from benchmarks.inspection.network import network
from benchmarks.inspection.timeline import timeline
from benchmarks.inspection.wishes import wishes
from benchmarks.shared.command import count, parser_for, run_command
from benchmarks.shared.figures import Figure, figure
from engine import Classifier
from engine.hardware import using_threads

PARTS: dict[str, Callable[[Classifier, int], Iterator[Figure]]] = {
    "layers": layers,
    "heat_map": heat_map,
    "wishes": wishes,
    "map": map_of_digits,
    "timeline": timeline,
}
"""Each gives its figures for a network and a number of test images."""


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="some of the parts")
    parser.add_argument("--model", type=Path, metavar="RUN", help="a saved network")
    parser.add_argument("--images", type=count, default=500, help="test images for the deletion test")
    arguments = parser.parse_args()
    classifier = network(arguments.model)
    with using_threads(1):
        for name in arguments.only:
            for one in PARTS[name](classifier, arguments.images):
                figure(*one)


if __name__ == "__main__":
    run_command(main)
