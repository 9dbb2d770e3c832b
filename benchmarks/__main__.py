"""`python -m benchmarks` lists all benchmarks; `python -m benchmarks NAME ...` is `python -m benchmarks.NAME ...`."""

import ast
import pkgutil
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

import benchmarks

GUARD = 'if __name__ == "__main__":'


def commands() -> dict[str, str]:
    """What each command measures: the first sentence of its file, by the command's name."""
    found = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        name = f"{module.name}.__main__" if module.ispkg else module.name
        spec = find_spec(f"benchmarks.{name}")
        code = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
        if GUARD in code and module.name not in ("__main__", "timed_start"):
            docstring = ast.get_docstring(ast.parse(code)) or ""
            found[module.name] = docstring.splitlines()[0]
    return dict(sorted(found.items()))


def main(arguments: list[str]) -> int:
    known = commands()
    if not arguments or arguments[0] in ("-h", "--help"):
        print(*(f"{name:17}{sentence}" for name, sentence in known.items()), sep="\n")
        return 0
    name = arguments[0]
    if name not in known:
        print(f"There is no benchmark {name}: `python -m benchmarks` lists them.", file=sys.stderr)
        return 2
    sys.argv = [name, *arguments[1:]]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
