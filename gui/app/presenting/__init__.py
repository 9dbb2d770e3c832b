"""What a class or a visitor sees. A presentation hides what they need not see; a stand looks after itself."""

from gui.app.presenting.presentation import Presentation
from gui.app.presenting.stage import Stage
from gui.app.presenting.stand import Stand

__all__ = ["Presentation", "Stage", "Stand"]
