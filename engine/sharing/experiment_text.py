"""An experiment as one line of text that survives e-mail and chat, and the way back.

For example `inkling 1 5c0e2a: epochs=3; model=simple; seed=7; threads=2; cpu=AVX2, ...; version=0.1.0;`. Which settings
there are, and what they may be, is declared in `engine.settings`. The number in the head is the start of a SHA-256 of
what follows, so a text that was cut off is noticed; who writes one by hand leaves it out.
"""

import hashlib
import re
from collections.abc import Mapping
from math import isfinite
from pathlib import Path

from engine import __version__
from engine.errors import InklingError
from engine.settings import FIELDS, NO_TEACHER, OF_ONE_COMPUTER, OLD_NAMES, TrainSettings, Value, checked
from engine.sharing.experiment import Experiment, Made
from engine.sharing.losses import Losses
from engine.system import read_bytes, short, shown

FORMAT = 1
MOST = 20_000
"""Characters; the largest network's layers take a part of it."""
LARGEST_TEXT = 1 << 20
"""Bytes of a file with an experiment and words around it."""
HEAD = re.compile(r"inkling (\d{1,6})(?: ([0-9a-f]{6}))? ?:", re.IGNORECASE)
ITEM = re.compile(r" *([a-z_0-9]+) *= *([^;=]*?) *;")
QUOTE = re.compile(r"[\r\n]+[>|\s]*")
"""The end of a line with what e-mail puts before the next one that it quotes."""
HYPHEN = re.compile(" ?- ?")
"""Some programs end a line after one."""
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
ALWAYS = "seed"
"""Without it nobody would know that it matters."""
OF_LOSSES = ("steps", "digest", "first", "validation")
OTHERS = (*Made._fields, *OF_LOSSES)
"""What a text says besides settings."""
LONGEST_TOLD = 40
"""Characters of what somebody wrote that a sentence repeats."""


def text_of(experiment: Experiment) -> str:
    """The experiment in one line."""
    line = "".join(f" {name}={_plain(words)};" for name, words in _items(experiment).items())
    return f"inkling {FORMAT} {_check(line)}:{line}"


def is_experiment(text: str) -> bool:
    """Whether somebody means it as one, however damaged it is."""
    return len(text) <= MOST and bool(HEAD.search(_one_line(text)))


def text_in(path: Path) -> str:
    """The text of a file in which there may be one. Raises InklingError when it cannot be read."""
    return read_bytes(path, LARGEST_TEXT).decode(errors="replace")


def experiment_in(text: str) -> Experiment:
    """The experiment in a text, around which other words may stand.

    Raises InklingError, with one sentence, when there is none, when it was cut off or altered, and when this version
    does not know a setting or a value.
    """
    if len(text) > MOST:
        raise InklingError(f"That text has more than {MOST:,} characters: copy the line of the experiment alone.")
    line = _one_line(text)
    head = HEAD.search(line)
    if not head:
        raise InklingError('That text is no experiment: one begins with "inkling 1" and a colon.')
    if int(head[1]) > FORMAT:
        raise InklingError("The experiment was written by a newer version of Inkling: take it with that one.")
    items = _read(line[head.end() :], head[2])
    return Experiment(_settings(items), _made(items), _losses(items))


# Writing.


def _items(experiment: Experiment) -> dict[str, str]:
    values = experiment.settings.model_dump(exclude=set(OF_ONE_COMPUTER))
    told = {name: str(value) for name, value in values.items() if value != FIELDS[name].default or name == ALWAYS}
    made = {name: str(value) for name, value in experiment.made._asdict().items() if value}
    return told | made | (_items_of(experiment.losses) if experiment.losses else {})


def _items_of(losses: Losses) -> dict[str, str]:
    validation = ", ".join(f"{epoch} {loss:.5g}" for epoch, loss in losses.validation)
    told = {"steps": str(losses.steps), "digest": losses.digest, "first": f"{losses.first:.7g}"}
    return told | ({"validation": validation} if validation else {})


def _plain(words: str) -> str:
    return HYPHEN.sub("-", re.sub(r"[;=\s]+", " ", words).strip())


def _check(line: str) -> str:
    return hashlib.sha256(line.encode(errors="replace")).hexdigest()[:6]


# Reading.


def _one_line(text: str) -> str:
    return HYPHEN.sub("-", " ".join(UNSEEN.sub("", QUOTE.sub(" ", text)).split()))


def _read(line: str, check: str | None) -> dict[str, str]:
    """The items of a text, as far as they reach; raises InklingError unless they are all that were written."""
    line = line if check else f"{line.rstrip(';')};"
    items: dict[str, str] = {}
    place = 0
    while found := ITEM.match(line, place):
        if found[1] in items:
            raise InklingError(f"The experiment says {found[1]} twice: copy it once more.")
        items[found[1]], place = found[2], found.end()
    if check and _check("".join(f" {name}={words};" for name, words in items.items())) != check.lower():
        raise InklingError(
            "The experiment was cut off or altered on its way: copy it once more, up to its last semicolon."
        )
    if not check and line[place:].strip(" ;"):
        told = _short(line[place:].strip(" ;"))
        raise InklingError(
            f'"{told}" is no part of an experiment: write each setting as in epochs=3, with semicolons between.'
        )
    return items


def _settings(items: Mapping[str, str]) -> TrainSettings:
    values: dict[str, Value] = {}
    for name, words in items.items():
        if OLD_NAMES.get(name, name) in FIELDS and OLD_NAMES.get(name, name) not in OF_ONE_COMPUTER:
            values[name] = words
        elif name not in (*OTHERS, *OF_ONE_COMPUTER):
            raise InklingError(_unknown(name, items.get("version", "")))
    settings = checked(values)
    if settings.teacher != NO_TEACHER:
        raise InklingError("An experiment cannot have a teacher, which is a network that only its own computer has.")
    return settings


def _unknown(name: str, version: str) -> str:
    other = f" It was written by Inkling {_short(version)}." if version not in ("", __version__) else ""
    return f"The experiment has the setting {_short(name)}, which this Inkling, {__version__}, does not know.{other}"


def _made(items: Mapping[str, str]) -> Made:
    threads = items.get("threads", "0")
    if not (threads.isascii() and threads.isdecimal() and len(threads) <= 4):
        raise InklingError(f"The experiment's number of threads must be a whole number, not {_short(threads)}.")
    return Made(int(threads), *(shown(items.get(name, "")) for name in Made._fields[1:]))


def _losses(items: Mapping[str, str]) -> Losses | None:
    if "digest" not in items:
        return None
    try:
        epochs = [pair.split() for pair in items.get("validation", "").split(",") if pair]
        validation = tuple((int(epoch), float(loss)) for epoch, loss in epochs)
        losses = Losses(int(items["steps"]), items["digest"], float(items["first"]), validation)
    except (KeyError, ValueError) as error:
        raise InklingError("The losses of the experiment cannot be read: copy it once more.") from error
    if losses.steps < 1 or not all(map(isfinite, (losses.first, *(loss for _, loss in validation)))):
        raise InklingError("The losses of the experiment are no numbers: copy it once more.")
    return losses


def _short(words: str) -> str:
    return short(words, LONGEST_TOLD)
