"""Parses a line of a run's history into an event and refuses everything else."""

import math
from collections.abc import Callable
from typing import Any, get_args, get_type_hints

from engine.events import Event
from engine.system import LARGEST_INTEGER, encodable, json_of, renamed

OLD_FIELDS = {"non_digits": "outliers"}
"""Fields of Started as earlier versions named them."""
KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(Event)}


def event_of(line: bytes) -> Event:
    """Raises ValueError for a line that is incomplete or holds no event."""
    record = json_of(line)
    if not isinstance(record, dict):
        raise ValueError("no event")
    kind = record.pop("event", None)
    fields = FIELDS.get(kind) if isinstance(kind, str) else None
    if kind == "Started":
        record = renamed(record, OLD_FIELDS)
    if fields is None or not record.keys() <= fields.keys():
        raise ValueError("no event of ours")
    if kind == "EpochDone":
        # A loss that JSON does not know was written as null.
        record = {name: math.nan if value is None else value for name, value in record.items()}
    try:
        event: Event = KINDS[kind](**{name: fields[name](value) for name, value in record.items()})
    except TypeError as error:
        raise ValueError("incomplete") from error
    return event


# Not by pydantic: a run of a million steps has a million lines.


def _count(value: Any) -> int:
    if type(value) is int and 0 <= value < LARGEST_INTEGER:
        return value
    raise ValueError("no count")


def _amount(value: Any) -> float:
    """NaN is allowed: an epoch that diverged has it."""
    if type(value) is float and not value < 0 and value != math.inf:
        return value
    return float(_count(value))


def _share(value: Any) -> float:
    if (share := _amount(value)) > 1:
        raise ValueError("no share")
    return share


def _flag(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise ValueError("neither true nor false")


def _words(value: Any) -> str:
    if type(value) is str:
        return encodable(value)
    raise ValueError("no words")


def _reader(name: str, hint: Any) -> Callable[[Any], Any]:
    """A function that checks and converts a value for the field; it raises ValueError."""
    if type(None) in get_args(hint):
        (other,) = (one for one in get_args(hint) if one is not type(None))
        read = _reader(name, other)
        return lambda value: None if value is None else read(value)
    if words := get_args(hint):
        return lambda value: words[words.index(value)]
    if hint is float:
        return _share if name.endswith(("accuracy", "share")) else _amount
    return {int: _count, str: _words, bool: _flag}[hint]


FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    name: {field: _reader(field, hint) for field, hint in get_type_hints(kind).items()} for name, kind in KINDS.items()
}
