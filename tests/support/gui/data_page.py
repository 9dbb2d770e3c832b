"""The page Data by itself, without a window and its threads."""

from collections.abc import Callable

from engine.data.image_sets import ImageSet
from engine.inspection.seen_images import page_of
from gui.data.panel import DataPanel


def answered(images: Callable[[], ImageSet]) -> DataPanel:
    """A page that gets its images at once, from the set that there is when it asks."""
    panel = DataPanel()
    panel.wanted.connect(
        lambda page, varied, label, origin, turn: panel.show_page(
            page_of(images(), page, varied=varied, label=label, origin=origin, turn=turn)
        )
    )
    return panel
