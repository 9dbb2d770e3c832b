"""Settings as flags of a command: one for each setting, named, explained and bounded as the setting is."""

import argparse
from collections.abc import Mapping
from typing import Any

from engine.settings import SettingField


def add_setting_flags(parser: argparse.ArgumentParser, fields: Mapping[str, SettingField]) -> None:
    """A flag for each of them; what is allowed is checked later, so that the refusal is the window's."""
    for setting in fields.values():
        text = f"{setting.help} {setting.allowed.capitalize()}; {setting.default} when left out.".replace("%", "%%")
        parser.add_argument(f"--{setting.name.replace('_', '-')}", dest=setting.name, metavar="VALUE", help=text)


def given_values(chosen: argparse.Namespace, fields: Mapping[str, SettingField]) -> dict[str, Any]:
    """What was given, as it was typed, without what was left out."""
    return {name: getattr(chosen, name) for name in fields if getattr(chosen, name) is not None}
