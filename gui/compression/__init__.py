"""Compressing the present network, and comparing the results with it.

The engine does the work, one job at a time.
"""

from gui.compression.controller import CompressionController
from gui.compression.panel import CompressPanel
from gui.compression.row_actions import CompressedRowsController

__all__ = ["CompressPanel", "CompressedRowsController", "CompressionController"]
