"""Whether what is exported reads as well as the run: `python -m benchmarks.exported [--model FILE] [--networks cnn]`.

Trains each network, or takes the one in FILE, exports it as ONNX and as a script, and runs both: the ONNX file with
ONNX Runtime on MNIST's 10,000 test images, the script in a process of its own, which trains anew. Prints the test
accuracies beside the run's own. The script looks once at each image, as its header says, and the run five times: so
the run's accuracy by one look is printed too.

The settings are the default ones but for those that are set otherwise: `--set epochs=3 augmentation=none ...`.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.shared.trained import trained
from engine.data import mnist
from engine.errors import InklingError
from engine.export import write_onnx, write_script
from engine.models import evaluate, logits_of, tta_logits
from engine.runs import SavedRun, open_run
from engine.settings import FIELDS, checked
from engine.system import data_folder


def of_the_run(run: SavedRun, folder: Path) -> None:
    """The run's own figure, and the difference between its answers and those of its ONNX file."""
    test = mnist().test
    once = evaluate(run.network(), test)
    ours = logits_of(run.network(), test, read=tta_logits)
    assert once and ours is not None
    write_onnx(run, folder / "network.onnx")
    session = onnxruntime.InferenceSession(folder / "network.onnx", providers=["CPUExecutionProvider"])
    ink = (test.images / 255).numpy()
    begin = time.perf_counter()
    parts = [session.run(["logits"], {"ink": part})[0] for part in np.array_split(ink, 20)]
    seconds = time.perf_counter() - begin
    theirs = np.concatenate(parts)
    answers, labels = theirs.argmax(1), test.labels.numpy()
    own = run.result.test_accuracy
    print(f"run           {'unknown' if own is None else f'{own:.2%}'}, by one look {once.accuracy:.2%}")
    print(f"ONNX Runtime  {(answers == labels).mean():.2%} in {seconds:.1f} s", end=", ")
    print(f"{(answers != ours.numpy().argmax(1)).sum()} answers differ from the run's", end=", ")
    print(f"logits by {np.abs(theirs - ours.numpy()).max():.1e} at the most", flush=True)


def of_the_script(run: SavedRun, folder: Path, threads: int) -> None:
    write_script(run, folder / "script.py")
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
    told = f"in {time.perf_counter() - begin:.0f} s with {threads} thread{'s' * (threads > 1)}"
    print(f"script        {accuracy[1] if accuracy else 'unknown'} {told}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--model", type=Path, help="a saved network, instead of training")
    parser.add_argument("--networks", nargs="+", choices=FIELDS["model"].labels, default=["simple", "cnn"])
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ")
    parser.add_argument("--threads", type=int, default=1, help="of the script")
    arguments = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in arguments.set)
    try:
        for network in arguments.networks if arguments.model is None else [None]:
            print(network or arguments.model, *arguments.set, flush=True)
            run = open_run(arguments.model) if network is None else trained(checked({**given, "model": network}))
            with tempfile.TemporaryDirectory() as folder:
                of_the_run(run, Path(folder))
                of_the_script(run, Path(folder), arguments.threads)
    except InklingError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
