"""The tables of a run's page, as HTML."""

import base64
import io
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from engine.export.markup import markup
from engine.ink import Image
from engine.runs import CurvePoints
from engine.settings import DIGITS, FIELDS, TrainSettings

STRONGEST = 0.6
"""The opacity of the deepest shade: numbers stay legible on it, light and dark."""

Mistake = tuple[Image, str, str, float]
"""Image, uint8 (28, 28); what it is, what it was read as, and how probable that seemed, 0 to 1."""


def settings_table(settings: TrainSettings) -> str:
    """Every setting in the words of the form; those that differ from the ones Inkling comes with are marked."""
    rows = []
    for name, setting in FIELDS.items():
        value = getattr(settings, name)
        shown = markup(setting.labels.get(str(value), str(value)))
        usual = (
            f"usually {setting.labels.get(str(setting.default), str(setting.default))}"
            if value != setting.default
            else ""
        )
        kind = ' class="changed"' if usual else ""
        rows.append(f"<tr{kind}><th>{markup(setting.title)}</th><td>{shown}</td><td>{markup(usual)}</td></tr>")
    legend = '<p class="legend"><span class="changed">Marked</span>: differs from how Inkling comes.</p>'
    return f"{_table(rows)}\n{legend}"


def facts_table(facts: Mapping[str, str]) -> str:
    rows = [f"<tr><th>{markup(name)}</th><td>{markup(fact)}</td></tr>" for name, fact in facts.items()]
    return _table(rows)


def epochs_table(points: CurvePoints) -> str:
    """A row for each epoch; the best one is in bold."""
    names = ("Epoch", "Step", "Train loss", "Train accuracy", "Validation loss", "Validation accuracy", "Seconds")
    rows = []
    for epoch in points.epochs:
        kind = ' class="best"' if epoch is points.best else ""
        values = [
            f"{epoch.step:,}",
            f"{epoch.train_loss:.4f}",
            f"{epoch.train_accuracy:.2%}",
            f"{epoch.validation_loss:.4f}",
            f"{epoch.validation_accuracy:.2%}",
            f"{epoch.seconds:,.1f}",
        ]
        rows.append(f"<tr{kind}><th>{epoch.epoch}</th>{''.join(f'<td>{value}</td>' for value in values)}</tr>")
    head = "".join(f"<th>{name}</th>" for name in names)
    told = '<p class="legend">In bold: the epoch with the lowest validation loss.</p>'
    return f"{_table(rows, 'epochs numbers', head)}\n{told}"


def confusion_table(confusion: Sequence[Sequence[int]] | NDArray[np.integer], names: Sequence[str] = DIGITS) -> str:
    """A row for each thing that images were, a column for what they were read as; the more the deeper the shade."""
    counts = np.asarray(confusion)
    right = np.eye(len(counts), dtype=bool)
    # Each on a scale of its own: there are a hundred times as many right answers as wrong ones.
    most = {True: counts[right].max(initial=1), False: counts[~right].max(initial=1)}
    rows = []
    for true, row in enumerate(counts):
        cells = [_cell(int(count), true == said, int(most[true == said])) for said, count in enumerate(row)]
        rows.append(f"<tr><th>{markup(names[true])}</th>{''.join(cells)}</tr>")
    head = "".join(f"<th>{markup(name)}</th>" for name in names)
    told = '<p class="legend">Rows: what the image was. Columns: what it was read as.</p>'
    return f"{_table(rows, 'confusion', f'<td></td>{head}')}\n{told}"


def _cell(count: int, right: bool, most: int) -> str:
    kind = "right" if right else "wrong"
    return f'<td class="{kind}" style="--share: {STRONGEST * count / most:.2f}">{f"{count:,}" if count else ""}</td>'


def mistakes_list(mistakes: Iterable[Mistake]) -> str:
    items = [
        f'<li><img src="{_data_uri(image)}" width="28" height="28" '
        f'alt="a {markup(true)} that was read as {markup(said)}">'
        f"<b>{markup(true)}</b> read as <b>{markup(said)}</b><br>{confidence:.1%} sure</li>"
        for image, true, said, confidence in mistakes
    ]
    return f'<ul class="mistakes">\n{_lines(items)}\n</ul>'


def _data_uri(image: Image) -> str:
    """Ink is dark on the page, as on paper."""
    content = io.BytesIO()
    Pillow.fromarray(255 - image).save(content, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"


def _table(rows: Iterable[str], kind: str = "", head: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    headings = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    return f"<table{shown}>\n{headings}<tbody>\n{_lines(rows)}\n</tbody>\n</table>"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
