"""The commands of the terminal; `engine.system.exit_status` lists how they end."""

import argparse
import sys
from typing import Any, NoReturn

from engine import InklingError
from engine.cli.bench import add_bench_command
from engine.cli.compress import add_compress_command
from engine.cli.cpu import add_cpu_command
from engine.cli.data import add_data_command
from engine.cli.explain import add_explain_command
from engine.cli.output import ERRORS, OUTPUT, OutputLost, complain, open_output
from engine.cli.predict import add_predict_command
from engine.cli.runs import add_runs_command
from engine.cli.sweep import add_sweep_command
from engine.cli.train import add_train_command
from engine.system import FAULT, READER_GONE, REFUSED, SIGNALS, TERMINAL, Interrupted, report, shown


def run_command(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status."""
    open_output()
    try:
        chosen = _parser().parse_args(arguments)
        status = int(chosen.command(chosen))
    except InklingError as error:
        complain(str(error))
        status = REFUSED
    except OutputLost as lost:
        if lost.status != READER_GONE:
            complain(str(lost))
        status = lost.status
    except Interrupted:
        status = SIGNALS.status
    except OSError as error:
        complain(f"{error.filename or 'A file'} cannot be used ({(error.strerror or str(error)).lower()}).")
        status = REFUSED
    except Exception as fault:  # noqa: BLE001 - a person gets a sentence, and the log the rest
        report(complain, "", type(fault), fault, fault.__traceback__)
        status = FAULT
    return status or SIGNALS.status or (ERRORS.lost.status if ERRORS.lost else 0)


class _Parser(argparse.ArgumentParser):
    """Prints through the same streams as the commands."""

    def error(self, message: str) -> NoReturn:
        super().error(shown(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        stream = OUTPUT if file is sys.stdout else ERRORS
        stream.write("\n".join(map(shown, message.split("\n"))))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=TERMINAL, description="Train and try digit classifiers on the CPU.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_train_command(commands)
    add_sweep_command(commands)
    add_predict_command(commands)
    add_explain_command(commands)
    add_bench_command(commands)
    add_runs_command(commands)
    add_compress_command(commands)
    add_cpu_command(commands)
    add_data_command(commands)
    return parser
