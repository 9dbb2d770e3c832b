"""Whether an exported network is as accurate as its run: `python -m benchmarks.exported [--model FILE]`.

Trains each network, or takes the one in FILE, exports it as ONNX and as a script, and runs both: the ONNX file with
ONNX Runtime on MNIST's 10,000 test images, the script in a process of its own, which trains anew. Prints the test
accuracies beside the run's own. The run averages five views of each image (test-time augmentation) and the script
reads one, as its header says: so the run's accuracy without test-time augmentation is printed too.

`--set epochs=3 augmentation=none ...` are settings that differ from the default ones.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.shared.command import add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.training import train_network
from engine import open_run
from engine.data import mnist
from engine.export import write_onnx, write_script
from engine.models import evaluate, logits_of, tta_logits
from engine.runs import SavedRun
from engine.settings import FIELDS, checked
from engine.system import data_folder


def measure_onnx(saved: SavedRun, folder: Path) -> None:
    """The run's own accuracy, and the difference between its answers and those of its ONNX file."""
    test = mnist().test
    once = evaluate(saved.network(), test)
    ours = logits_of(saved.network(), test, read=tta_logits)
    assert once and ours is not None
    write_onnx(saved, folder / "network.onnx")
    session = onnxruntime.InferenceSession(folder / "network.onnx", providers=["CPUExecutionProvider"])
    ink = (test.images / 255).numpy()
    begin = time.perf_counter()
    parts = [session.run(["logits"], {"ink": part})[0] for part in np.array_split(ink, 20)]
    seconds = time.perf_counter() - begin
    theirs = np.concatenate(parts)
    answers, labels = theirs.argmax(1), test.labels.numpy()
    own = saved.result.test_accuracy
    accuracies = f"{'unknown' if own is None else f'{own:.2%}'}, without test-time augmentation {once.accuracy:.2%}"
    figure(f"{saved.settings.model}, test accuracy of the run", accuracies)
    accuracy = f"{(answers == labels).mean():.2%} in {seconds:.1f} s"
    differences = f"{(answers != ours.numpy().argmax(1)).sum()} answers differ from the run's"
    largest = f"logits by {np.abs(theirs - ours.numpy()).max():.1e} at most"
    figure(f"{saved.settings.model}, its ONNX file in ONNX Runtime", f"{accuracy}; {differences}, {largest}")


def measure_script(saved: SavedRun, folder: Path, threads: int) -> None:
    write_script(saved, folder / "script.py")
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(folder / "script.py"), str(data_folder())],
        env={**os.environ, "OMP_NUM_THREADS": str(threads)},
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines()[:-1]:
        print(f"  script, {line}")
    accuracy = re.search(r"test accuracy (.*)", done.stdout)
    seconds = f"in {time.perf_counter() - begin:.0f} s with {threads} thread{'s' * (threads > 1)}"
    figure(f"{saved.settings.model}, its script", f"{accuracy[1] if accuracy else 'unknown'} {seconds}")


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--model", type=Path, help="a saved network, instead of training")
    parser.add_argument("--networks", nargs="+", choices=FIELDS["model"].labels, default=["simple", "cnn"])
    add_settings(parser)
    parser.add_argument("--threads", type=int, default=1, help="of the script")
    arguments = parser.parse_args()
    given = named_values(arguments.set)
    for network in arguments.networks if arguments.model is None else [None]:
        print(network or arguments.model, *arguments.set, flush=True)
        saved = open_run(arguments.model) if network is None else train_network(checked({**given, "model": network}))
        with tempfile.TemporaryDirectory() as folder:
            measure_onnx(saved, Path(folder))
            measure_script(saved, Path(folder), arguments.threads)


if __name__ == "__main__":
    run_command(main)
