from .controller import CompressingWiring as CompressingWiring
from .panel import CompressPanel as CompressPanel
from .row_actions import CompressionRowsWiring as CompressionRowsWiring
