"""The values of a setting as a person writes them: "0.003, 0.01, 0.03", "0.001..0.1" or "AdamW, SGD"."""

import re
from typing import NoReturn

from engine.errors import InklingError
from engine.settings import FIELDS, SettingField, Value
from engine.stack import with_names
from engine.sweep.plan import Variation, check_values

TENFOLD = 10
"""From such a factor between its ends on, a range is logarithmic unless a person says "linear"."""
RANGE = re.compile(r"^\s*(?P<low>[^\s.]\S*?)\s*\.\.\s*(?P<high>\S+?)\s*(?P<way>log|linear)?\s*$")


def varied(name: str, text: str) -> Variation:
    """A setting's name and the text of its values. Words are taken as flags have them or as forms show them.

    Values are separated by commas, or by semicolons where a value has commas itself.
    Raises InklingError with the setting's own sentence.
    """
    name = name.strip().replace("-", "_")
    if name not in FIELDS:
        raise InklingError(f"There is no setting called {name}: the settings are {', '.join(FIELDS)}.")
    setting = FIELDS[name]
    if not text.strip():
        raise InklingError(f"{setting.title} has no values: give one at least.")
    found = RANGE.match(text) if setting.number is not None else None
    one = _range(setting, found) if found else Variation(name, _values(setting, text))
    check_values(one)
    return one


def _values(setting: SettingField, text: str) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(_value(setting, part) for part in _parts(setting, text)))


def _range(setting: SettingField, found: re.Match[str]) -> Variation:
    low, high = (_number(setting, found[end]) for end in ("low", "high"))
    by_factors = found["way"] == "log" or (found["way"] is None and 0 < TENFOLD * low <= high)
    return Variation(setting.name, low=low, high=high, logarithmic=by_factors)


def _number(setting: SettingField, text: str) -> float:
    number = _value(setting, text)
    if isinstance(number, str):
        raise InklingError(setting.refusal(text))
    return float(number)


def _parts(setting: SettingField, text: str) -> list[str]:
    """The texts of single values. A label may have a comma in it, as "Varied, written" has."""
    if ";" in text:
        return [part.strip() for part in text.split(";") if part.strip()]
    pieces, found = [piece.strip() for piece in text.split(",") if piece.strip()], []
    while pieces:
        size = next((n for n in range(len(pieces), 1, -1) if _word(setting, ", ".join(pieces[:n]))), 1)
        found.append(", ".join(pieces[:size]))
        pieces = pieces[size:]
    return found


def _word(setting: SettingField, text: str) -> str | None:
    """The word of a setting that is written so, whatever its case; "SimpleNN" is enough for "SimpleNN 784-128-10"."""
    known = {label.casefold(): word for word, label in setting.labels.items()}
    known |= {word.casefold(): word for word in setting.labels}
    begun = [word for label, word in known.items() if label.startswith((f"{text.casefold()} ", f"{text.casefold()}-"))]
    return known.get(text.casefold()) or (begun[0] if len(set(begun)) == 1 else None)


def _value(setting: SettingField, text: str) -> Value:
    """One value. Its bounds are not checked here."""
    if setting.name == "model" and (mine := with_names(text)) != text:
        return mine
    if (word := _word(setting, text)) is not None:
        return word
    if setting.otherwise:
        return text
    try:
        return (
            _whole(text) if setting.number == "integer" else float(text) if setting.number else _refuse(setting, text)
        )
    except ValueError:
        _refuse(setting, text)


def _whole(text: str) -> int:
    # Also "1e3".
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _refuse(setting: SettingField, text: str) -> NoReturn:
    raise InklingError(setting.refusal(text)) from None


def written(one: Variation) -> str:
    """The text from which `varied` reads the same again."""
    if one.low is not None and one.high is not None:
        return f"{one.low!r}..{one.high!r} {'log' if one.logarithmic else 'linear'}"
    texts = [str(value) for value in one.values]
    # A semicolon at the end tells that a single value with commas is one value.
    return "; ".join(texts) + ";" if any("," in text for text in texts) else ", ".join(texts)
