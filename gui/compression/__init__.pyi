from .controller import CompressionController as CompressionController
from .panel import CompressPanel as CompressPanel
from .row_actions import CompressedRowsController as CompressedRowsController
