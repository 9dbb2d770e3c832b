"""The tutorials' loop: `python -m benchmarks.record.programs.tutorials --seed 0 --model simple --epochs 1 5`.

As engine/speed/textbook.py has it: images one by one through PIL, autograd, plain SGD with a constant learning rate.
"""

from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, Mark, add_ends, say
from benchmarks.shared.command import parser_for, run_command
from engine.data import mnist
from engine.formats import count
from engine.models import evaluate
from engine.settings import FIELDS
from engine.speed import TextbookLoop


def main() -> None:
    parser = parser_for(__doc__)
    add_ends(parser)
    parser.add_argument("--model", choices=FIELDS["model"].labels, required=True)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=0.01)
    chosen = parser.parse_args()
    loop = TextbookLoop(chosen.model, chosen.batch_size, 0, chosen.learning_rate, chosen.seed)
    say(Mark(FIRST_STEP))
    for epoch in range(1, max(chosen.epochs) + 1):
        for _ in loop.epoch():
            pass
        if epoch in chosen.epochs:
            end = count(epoch, "epoch")
            say(Mark(TRAINED, end))
            score = evaluate(loop.model, mnist().test)
            assert score
            say(Mark(TESTED, end, score.accuracy))


if __name__ == "__main__":
    run_command(main)
