"""What a run is called until a person gives it a name: by what differs from the defaults."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from engine.formats import count
from engine.runs.row import RunRow
from engine.settings import FIELDS, TrainSettings, preset_of

MOST = 4
"""How many differences a name has; the table of runs lists all of them."""
LONGEST_NAME = 60
"""Letters in the name of a file, which has room for 255 bytes, and a letter may take four."""
NONE = "none"
"""The value of a setting that leaves something out."""
STARTED = "%Y-%m-%dT%H:%M:%S"
WORDS: Mapping[str, Callable[[str], str]] = {
    "epochs": lambda number: count(int(number), "epoch"),
    "learning_rate": lambda rate: f"rate {rate}",
    "model": lambda title: title.removesuffix(" 784-128-10"),
    "data": str,
    "batch_size": lambda size: f"batches of {size}",
    "optimizer": str,
    "schedule": lambda label: f"{label.lower()} rate",
    "augmentation": lambda label: f"augmentation {label.lower()}",
    "outliers": lambda label: f"outliers {label.lower()}",
    "teacher": lambda _: "with a teacher",
    "precision": lambda label: label.split(" ")[0],
    "weight_decay": lambda share: f"weight decay {share}",
    "l1": lambda strength: f"L1 {strength}",
    "label_smoothing": lambda share: f"smoothing {share}",
    "gradient_clipping": lambda norm: f"clipping {norm}",
    "initial_scale": lambda factor: f"first weights x {factor}",
    "early_stopping": lambda number: f"stops after {count(int(number), 'bad epoch')}",
    "weight_average": lambda decay: f"average {decay}",
    "pipeline": str.lower,
    "seed": lambda number: f"seed {number}",
}
"""By setting, what people vary most first, how a name has its label. Settings that change no result are in no name."""


def described(settings: TrainSettings, rate_changes: Sequence[Sequence[float]] = ()) -> str:
    """For example "3 epochs, rate 0.05", or "Quick, SimpleNN" for a preset and what differs besides.

    `rate_changes` are pairs of a step and the learning rate that a person set after it.
    """
    return _joined(_differences(settings, rate_changes))


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words[:MOST]) + (" \u2026" if len(words) > MOST else "")


def _differences(settings: TrainSettings, rate_changes: Sequence[Sequence[float]]) -> list[str]:
    values = settings.model_dump()
    preset = preset_of(values)
    told = dict(preset.values) if preset else {}
    words = [preset.title] if preset else []
    for name, tell in WORDS.items():
        changed = name == "learning_rate" and rate_changes
        if changed:
            rates = (settings.learning_rate, *(rate for _, rate in rate_changes))
            words.append(tell(" then ".join(f"{rate:g}" for rate in rates)))
        elif name not in told and values[name] != FIELDS[name].default:
            words.append(_without(name) if values[name] == NONE else tell(_label(name, values[name])))
    return words


def _without(name: str) -> str:
    return f"no {FIELDS[name].title.lower()}"


def _label(name: str, value: int | float | str) -> str:
    return FIELDS[name].label(value)


def file_name(name: str) -> str:
    """The name of a run without the characters that a file system may refuse."""
    taken = "".join(letter if letter.isalnum() or letter in "-_., " else "_" for letter in name)
    return taken[:LONGEST_NAME].strip(". ") or "run"


def when(row: RunRow, form: str = "%d %b %H:%M") -> str:
    """The time at which a run was started, such as "28 Jul 14:05", or ""."""
    with suppress(ValueError):
        return time.strftime(form, time.strptime(row.started[:19], STARTED)).lstrip("0")
    return ""


def titles(rows: Sequence[RunRow]) -> dict[Path, str]:
    """By folder, the name of each run, with the time where several have the same one."""
    found = {row.folder: row.name for row in rows}
    for form in ("%d %b %H:%M", "%d %b %H:%M:%S"):
        often = Counter(found.values())
        for row in rows:
            if often[found[row.folder]] > 1 and (told := when(row, form)):
                found[row.folder] = f"{row.name}, {told}"
    return found


def apart(rows: Sequence[RunRow]) -> dict[Path, str]:
    """The same for runs that are compared: names that the program made leave out what all of these runs share."""
    words = {row.folder: _told(row) for row in rows}
    shared = set.intersection(*map(set, words.values())) if len(rows) > 1 else set[str]()
    own = {folder: [word for word in told if word not in shared] or told for folder, told in words.items()}
    return titles([replace(row, name=_joined(own[row.folder])) for row in rows])


def _told(row: RunRow) -> list[str]:
    if row.settings is None or row.name != described(row.settings, row.rate_changes):
        return [row.name]
    return _differences(row.settings, row.rate_changes)
