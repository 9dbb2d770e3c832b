"""Fills the templates of exported pages, in which everything that a person wrote is text."""

import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from engine.formats import percent
from engine.system import encodable

RESOURCES = Path(__file__).parent.parent.parent / "resources"
ILLEGAL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""Characters that HTML has no way to write, or advises against."""


def filled(template: str, **values: object) -> str:
    """The text of a template in resources. All values are escaped, so that a name is text whatever it contains."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(RESOURCES),
        autoescape=True,
        finalize=_legible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    return environment


def _legible(value: object) -> object:
    """Texts with U+FFFD for control characters and halves of surrogate pairs."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", encodable(value))
