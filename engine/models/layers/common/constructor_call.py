"""A layer of torch as the Python expression that builds it."""

import inspect
import json
from typing import Any

from torch import Tensor, nn

from engine.errors import InklingError

FOR_EACH_AXIS = ("kernel_size", "stride", "padding", "dilation", "output_padding")
"""Parameters that take one number for both axes."""
VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def constructor_call(kind: type[nn.Module], module: nn.Module) -> str:
    """`nn.Conv2d(1, 16, 5, stride=2)`: what is required, and each option that is not at its default.

    torch's layers keep their parameters as attributes of the same names. Raises InklingError for a layer that is not
    torch's own or does not keep them.
    """
    # torch's layers without options have no constructor of their own.
    parameters = () if kind.__init__ is nn.Module.__init__ else inspect.signature(kind).parameters.values()
    told = [one for one in parameters if one.name not in ("device", "dtype")]
    known = all(one.kind not in VARIADIC and hasattr(module, one.name) for one in told)
    if getattr(nn, kind.__name__, None) is not kind or not known:
        raise InklingError(f"A script cannot build the layer {kind.__name__}.")
    return f"nn.{kind.__name__}({', '.join(filter(None, (_argument(module, one) for one in told)))})"


def _argument(module: nn.Module, parameter: inspect.Parameter) -> str:
    value = _plain(parameter, getattr(module, parameter.name))
    if parameter.default is parameter.empty:
        return _literal(value)
    return "" if value == parameter.default else f"{parameter.name}={_literal(value)}"


def _plain(parameter: inspect.Parameter, value: Any) -> Any:
    if parameter.name in FOR_EACH_AXIS and isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    if isinstance(parameter.default, bool):
        # A bias is a tensor where there is one.
        return value if isinstance(value, bool) else isinstance(value, Tensor)
    return value


def _literal(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, nn.Module | Tensor):
        raise InklingError("A script cannot build a layer that is made of others.")
    return repr(value)
