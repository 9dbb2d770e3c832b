"""What holds for networks that a person builds: `python -m benchmarks.networks [--only stacks broken ...]`.

stacks: random ones take three steps with gradients compared with autograd's, are exported to ONNX and a script with
answers compared with torch's, and go on bit-equal after a stop. broken: random ones that cannot be are refused with a
sentence that names the layer, and the nearest change fits. prediction: predicted seconds an epoch against those of a
training. fallback: a step with our gradients against autograd's. presets: each is trained with the default settings.
"""

from collections.abc import Callable, Iterator

from benchmarks.networks.parts import broken, fallback, prediction, presets, stacks
from benchmarks.shared.command import count, parser_for, run_command
from benchmarks.shared.figures import Figure, figure

PARTS: dict[str, Callable[[int, int], Iterator[Figure]]] = {
    "stacks": stacks,
    "broken": broken,
    "prediction": prediction,
    "fallback": fallback,
    "presets": presets,
}
"""Each gives its figures for a number of random networks and a seed."""


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="some of the parts")
    parser.add_argument("--networks", type=count, default=300, help="random networks; 20 of them are predicted")
    parser.add_argument("--seed", type=int, default=0, help="of the random networks")
    arguments = parser.parse_args()
    for name in arguments.only:
        for one in PARTS[name](arguments.networks, arguments.seed):
            figure(*one)


if __name__ == "__main__":
    run_command(main)
