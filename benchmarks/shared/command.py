"""What the command line of every benchmark has in common."""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from engine import InklingError


def parser_for(docstring: str | None) -> argparse.ArgumentParser:
    """A parser that is named after the command, described by the module's first sentence up to the command in it."""
    spec = sys.modules["__main__"].__spec__
    command = f"python -m {spec.name.removesuffix('.__main__')}" if spec else None
    return argparse.ArgumentParser(prog=command, description=re.split(r"[:?] ", docstring or "", maxsplit=1)[0])


def add_settings(parser: argparse.ArgumentParser, default: Sequence[str] = (), option: str = "--set") -> None:
    """The option with which settings of the training, or of another job, differ from the default ones."""
    about = "settings that differ from the default ones"
    parser.add_argument(option, nargs="+", default=list(default), metavar="NAME=VALUE", help=about)


def count(text: str) -> int:
    """A number from 1 on; argparse makes a sentence of the ValueError."""
    if (number := int(text)) < 1:
        raise ValueError
    return number


def add_rounds(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument("--rounds", type=count, default=default, help="of which medians are taken")


def named_values(pairs: Iterable[str]) -> dict[str, str]:
    """Values by name from words such as "epochs=3"; raises InklingError when one has no "="."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InklingError(f"{pair} is not a setting: write NAME=VALUE, for example epochs=3.")
        values[name] = value
    return values


def run_command(main: Callable[[], int | None]) -> NoReturn:
    """Call `main` and end the process.

    It ends with 2 and one sentence when something was refused, a file cannot be read, or a program it started failed.
    """
    try:
        sys.exit(main() or 0)
    except (InklingError, OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
