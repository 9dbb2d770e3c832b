"""The guide leads a person through their first minute, one sentence at a time, and then goes.

Help brings it back.
"""

from gui.guide.controller import GuideController
from gui.guide.line import GuideLine
from gui.guide.steps import DONE, Guide

__all__ = ["DONE", "Guide", "GuideController", "GuideLine"]
