"""The engine's tests on other instruction sets than this computer's own: `python -m tests.instruction_sets`.

Kernels for another CPU add up in another order, so that no two kinds of computer train alike to the last bit. With
`--fast` only the tests marked `arithmetic` that need no trained network, and without this computer's own set, which all
tests run on anyway. More arguments are pytest's.
"""

import os
import platform
import subprocess
import sys

import torch

X86 = ("x86_64", "AMD64", "i686", "x86")
SETS = {
    "DEFAULT": {"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "SSE41"},
    "AVX2": {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2"},
}
"""By torch's name for its own kernels, from the least on; what torch and oneDNN read when they start."""
ENGINE = "tests/engine"


def others() -> dict[str, dict[str, str]]:
    """Those below this computer's own."""
    own = torch.backends.cpu.get_cpu_capability()
    if platform.machine() not in X86:
        print(f"Other instruction sets can be chosen on x86 only, and this computer is {platform.machine()}.")
        return {}
    below = list(SETS).index(own) if own in SETS else len(SETS)
    return dict(list(SETS.items())[:below])


def run(name: str, variables: dict[str, str], arguments: list[str]) -> tuple[int, str]:
    """pytest's exit code and its closing line; what it prints is passed on."""
    print(f"\n{name}: {' '.join(f'{key}={value}' for key, value in variables.items())}", flush=True)
    command = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal", *arguments]
    last = ""
    with subprocess.Popen(command, env=os.environ | variables, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout
        for line in tests.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return tests.returncode, last


def main(arguments: list[str]) -> int:
    fast = "--fast" in arguments
    more = [argument for argument in arguments if argument != "--fast"]
    sets = others() if fast else {**others(), f"{torch.backends.cpu.get_cpu_capability()}, this computer's own": {}}
    chosen = [ENGINE, *(["-m", "arithmetic and not trained"] if fast else []), *more]
    ends = {name: run(name, variables, chosen) for name, variables in sets.items()}
    print()
    for name, (_, last) in ends.items():
        print(f"{name}: {last}")
    return max((code for code, _ in ends.values()), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
