"""Checksummed files of tensors with a hostile content and a right checksum: networks, teachers, checkpoints."""

import hashlib
import io
import os
from typing import Any

import torch
from numpy.random import Generator

from benchmarks.mutations.damage import broken, one_of
from benchmarks.mutations.hostile_values import PLAIN, hostile_tensors
from benchmarks.mutations.structures import changed
from engine.runs import NETWORK
from engine.system import Kind as ChecksummedKind


def tensor_record(kind: ChecksummedKind, content: bytes) -> Any:
    return torch.load(io.BytesIO(content[len(kind.magic) + 32 :]), weights_only=True)


def changed_tensors(record: Any, rng: Generator) -> Any:
    forged = changed(record, rng, PLAIN[:-1] + hostile_tensors())
    return Trap() if rng.random() < 0.05 else forged


def with_other_graph(content: bytes, rng: Generator) -> bytes:
    """Change the graph of an int8 network and write the checksum anew."""
    record = tensor_record(NETWORK, content)
    graph = record["weights"]["onnx"].numpy().tobytes()
    forged = broken(graph, rng) if rng.random() < 0.5 else changed_graph(graph, rng)
    record["weights"]["onnx"] = torch.frombuffer(bytearray(forged or b"x"), dtype=torch.uint8)
    return checksummed(NETWORK, record)


def changed_graph(content: bytes, rng: Generator) -> bytes:
    """An ONNX graph that loops for ever, reads another file, takes all memory or is inconsistent."""
    from onnx import TensorProto, helper, load_from_string

    model = load_from_string(content)
    graph = model.graph
    node = one_of(graph.node, rng)
    match int(rng.integers(7)):
        case 0:
            tensor = one_of(graph.initializer, rng)
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value=one_of(["/etc/passwd", "../x", "README.md"], rng))
        case 1:
            tensor = one_of(graph.initializer, rng)
            tensor.dims[:] = [int(one_of([0, -1, 7, 2**40], rng)) for _ in range(rng.integers(4))]
        case 2:
            graph.node.insert(0, _endless_loop(helper, TensorProto))
        case 3:
            node.op_type = one_of(["Relu", "Expand", "ReadFile", "Loop", "", "Tile"], rng)
        case 4:
            for attribute in node.attribute:
                attribute.i = 2**40
                attribute.ints[:] = [2**31 for _ in attribute.ints]
        case 5:
            node.input[:] = [*reversed(node.input), "unknown"]
        case 6:
            del graph.node[int(rng.integers(len(graph.node))) :]
    return model.SerializeToString()


def _endless_loop(helper: Any, types: Any) -> Any:
    """Counts to 2 ** 62."""
    more = helper.make_tensor_value_info("more", types.BOOL, [])
    turn = helper.make_tensor_value_info("turn", types.INT64, [])
    still = helper.make_tensor_value_info("still", types.BOOL, [])
    body = helper.make_graph([helper.make_node("Identity", ["more"], ["still"])], "body", [turn, more], [still])
    return helper.make_node("Loop", ["", ""], [], body=body)


def checksummed(kind: ChecksummedKind, record: Any) -> bytes:
    file = io.BytesIO()
    torch.save(record, file)
    return kind.magic + hashlib.sha256(file.getvalue()).digest() + file.getvalue()


class Trap:
    """Executes something when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.putenv, ("INKLING_EXECUTED", "1")
