"""Making a trained network smaller in every way, each one measured: an iterator that the listener pulls."""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch

from engine.compression.findings import Doing, Finding, Smaller
from engine.compression.int8 import bare_onnx, dynamically_quantised, quantised
from engine.compression.row import Candidate, Measuring
from engine.compression.settings import CompressSettings
from engine.compression.steps import Stopped
from engine.compression.timing import microseconds
from engine.compression.training import Training
from engine.compression.ways import distilled, pruned, zeroed
