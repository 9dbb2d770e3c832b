"""Flags for settings: one for each, with the setting's name, help and bounds."""

import argparse
from collections.abc import Mapping
from typing import Any

from engine.settings import OLD_NAMES, SettingField
from engine.stack import with_names


def add_setting_flags(parser: argparse.ArgumentParser, fields: Mapping[str, SettingField]) -> None:
    """Add a flag for each of them; old names stay accepted, but no help text shows them.

    Values are checked later, so that the terminal refuses them with the window's sentence.
    """
    for setting in fields.values():
        text = f"{setting.help} {setting.allowed.capitalize()}; default {setting.default}.".replace("%", "%%")
        parser.add_argument(f"--{setting.name.replace('_', '-')}", dest=setting.name, metavar="VALUE", help=text)
    for old, name in OLD_NAMES.items():
        if name in fields:
            parser.add_argument(f"--{old.replace('_', '-')}", dest=name, help=argparse.SUPPRESS)


def given_values(chosen: argparse.Namespace, fields: Mapping[str, SettingField]) -> dict[str, Any]:
    """Return the given values as typed, without those left out. The name of one of My networks becomes its layers."""
    values = {name: getattr(chosen, name) for name in fields if getattr(chosen, name) is not None}
    return values | ({"model": with_names(values["model"])} if "model" in values else {})
