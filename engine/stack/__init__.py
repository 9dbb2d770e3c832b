"""A network as a list of layers, without torch: what one may write, the shapes that come out, and what it costs.

`engine/models` builds the modules; forms, terminal and saved runs have the text.
"""

from engine.stack.examined import Examined, Problem, Row, StackError, Totals, checked_stack, examined
from engine.stack.layers import KINDS, StackLayer, fields_of, with_number
from engine.stack.limits import MOST_LAYERS, MOST_MULTIPLY_ADDS, MOST_NUMBERS, MOST_PARAMETERS
from engine.stack.my_networks import called, delete_network, my_networks, save_network, with_names
from engine.stack.named import (
    CNN,
    NAMED,
    SIMPLE,
    NamedStack,
    canonical,
    description,
    folder_word,
    network_title,
    stack_of,
    told,
)
from engine.stack.shapes import IMAGE, Shape, shape_text
from engine.stack.stack import Stack
from engine.stack.text import layer_text, parse, stack_text

__all__ = [
    "CNN",
    "IMAGE",
    "KINDS",
    "MOST_LAYERS",
    "MOST_MULTIPLY_ADDS",
    "MOST_NUMBERS",
    "MOST_PARAMETERS",
    "NAMED",
    "SIMPLE",
    "Examined",
    "NamedStack",
    "Problem",
    "Row",
    "Shape",
    "Stack",
    "StackError",
    "StackLayer",
    "Totals",
    "called",
    "canonical",
    "checked_stack",
    "delete_network",
    "description",
    "examined",
    "fields_of",
    "folder_word",
    "layer_text",
    "my_networks",
    "network_title",
    "parse",
    "save_network",
    "shape_text",
    "stack_of",
    "stack_text",
    "told",
    "with_names",
    "with_number",
]
