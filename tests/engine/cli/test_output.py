"""What the terminal prints: text that nothing obeys, whatever its encoding is and whoever reads it."""

import io
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.cli.output import OutputLost, open_output, say
from engine.runs.listing import annotate
from engine.system.end_signals import SIGNALS
from engine.system.exit_status import UNSAID
from engine.system.home import HOME_VARIABLE
from engine.system.log_file import open_log
from engine.system.plain_text import shown
from tests.support.terminal import Terminal, path_of

HOSTILE = "\x1b[2J\x07\u202egnp.exe\x85\udcff\n\u2028"
SHOWN = r"\x1b[2J\x07\u202egnp.exe\x85\udcff\n\u2028"


def that_a_terminal_obeys_nothing_in_a_text_that_is_shown() -> None:
    assert shown(HOSTILE) == SHOWN
    words = "caf\u00e9 \u4e03 \U0001f469\u200d\U0001f52c \u00b5s\u00a0- it's 100 %"
    assert shown(words) == words


def that_names_notes_and_complaints_are_text(data: Path, terminal: Terminal) -> None:
    annotate(path_of("latest"), name=HOSTILE.replace("\udcff", ""), note="\x9b31m")
    name = SHOWN.replace(r"\udcff", "")
    heading, row, _ = terminal.does()
    assert row.startswith(name) and row[heading.index("network") :].startswith("simple")
    assert any(line.endswith(r"\x9b31m") for line in terminal.does("show", "\x1b"))
    assert r"\x1b]0;x\x07" in terminal.refuses("predict", "\x1b]0;x\x07.png", "--model", "\x1b]0;x\x07")


def that_an_unknown_argument_is_text_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["runs", "show", "x", HOSTILE])
    assert SHOWN in capsys.readouterr().err


def that_what_an_encoding_does_not_have_is_written_as_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii_only)
    assert main(["data"]) == 0
    ascii_only.seek(0)
    assert r"\xa9 2017 Zalando" in ascii_only.read()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def that_a_full_disk_is_one_sentence_and_closed_output_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["data"]) == UNSAID
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["data"]) == UNSAID
    told, again = capsys.readouterr().err.splitlines()
    assert told == "Standard output cannot be written to (no space left on device)."
    assert again == "Standard output cannot be written to (bad file descriptor)."


@pytest.mark.skipif(sys.platform == "win32", reason="sends a Unix signal")
def that_a_signal_is_heard_while_a_reader_does_not_read(signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    reader, writer = os.pipe()
    flags = fcntl.fcntl(writer, fcntl.F_GETFL)
    fcntl.fcntl(writer, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(writer, b"x" * 65536)
    fcntl.fcntl(writer, fcntl.F_SETFL, flags)
    stops: list[bool] = []
    with os.fdopen(writer, "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        open_output()
        with SIGNALS.stopping(lambda: stops.append(True)):
            ask = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM))
            ask.start()
            with pytest.raises(OutputLost):
                say("x" * 100_000)
            ask.join()
    os.close(reader)
    assert stops == [True] and SIGNALS.status == 128 + signal.SIGTERM


def that_a_log_that_cannot_be_written_is_told_once_and_no_traceback_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    path = open_log(tmp_path, told.append)
    path.parent.rmdir()
    path.parent.touch()
    log = logging.getLogger("inkling")
    try:
        log.info("one")
        log.info("two")
        path.parent.unlink()
        path.parent.mkdir()
        log.info("three %s", HOSTILE)
    finally:
        handler = log.handlers[-1]
        log.removeHandler(handler)
        handler.close()
    assert len(told) == 1 and str(path) in told[0]
    assert path.read_text().endswith(f"INFO three {SHOWN}\n") and capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there are other paths")
@pytest.mark.parametrize(
    ("home", "why"),
    [
        ("LOOP/loop", "loop"),
        ("/" + "x" * 300, "too long"),
        ("/tmp" + "/x" * 2000, "too long"),
        ("/tmp/\udcff", "its name is not UTF-8"),
        ("~nobody-is-called-so/x", "home"),
    ],
)
def that_a_data_folder_that_cannot_be_is_one_sentence(
    home: str, why: str, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv(HOME_VARIABLE, home.replace("LOOP", str(tmp_path)))
    for command in (["runs"], ["train"], ["data", "fashion"], ["predict", "x.png"]):
        sentence = terminal.refuses(*command)
        assert sentence.startswith(f"{HOME_VARIABLE}, ") and why.lower() in sentence.lower()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="homes are found otherwise")
def that_a_person_without_a_home_is_told_what_to_set(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_number: int) -> None:
        raise KeyError

    for name in (HOME_VARIABLE, "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    sentence = terminal.refuses("runs")
    assert sentence.startswith("The data folder cannot be used (") and f"set {HOME_VARIABLE} to a folder" in sentence
