"""What is told of this CPU, and that what nobody tells stays unknown."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from engine.hardware import cpu as cpu_caches
from engine.hardware.cpu import BFLOAT16, INT8, UNKNOWN, _instructions, cache_sizes, cpu_facts, facts, use_one_thread

pytestmark = pytest.mark.arithmetic


def that_every_fact_has_a_value_and_says_what_it_means() -> None:
    told = facts()
    assert len({fact.name for fact in told}) == len(told) >= 12
    assert all(fact.value and fact.meaning.endswith(".") for fact in told)
    assert cpu_facts() == {fact.name: fact.value for fact in told}


def that_the_instruction_set_and_the_libraries_are_torchs_own() -> None:
    told = cpu_facts()
    chosen = torch.backends.cpu.get_cpu_capability()
    # On x86 DEFAULT is what a CPU without AVX2 gets, or whoever has asked for it.
    neon = chosen == "DEFAULT" and torch.cpu.get_capabilities().get("neon")
    assert told["Instruction set in use"] == ("NEON" if neon else chosen)
    assert told["oneDNN"].startswith("yes") == torch.backends.mkldnn.is_available()
    assert told["MKL"].startswith("yes") == torch.backends.mkl.is_available()


def that_instructions_are_named_none_or_unknown() -> None:
    assert _instructions({"avx512_bf16": True, "amx_bf16": True}, BFLOAT16) == "AMX-BF16, AVX512-BF16"
    assert _instructions({"avx_vnni": False, "dot": False}, INT8) == "none"
    assert _instructions({}, INT8) == UNKNOWN


def that_the_third_cache_is_read_from_linuxs_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (level, size) in enumerate((("1", "32K"), ("2", "512K"), ("3", "32768K"))):
        (tmp_path / f"index{number}").mkdir()
        (tmp_path / f"index{number}" / "level").write_text(f"{level}\n")
        (tmp_path / f"index{number}" / "size").write_text(f"{size}\n")
    (tmp_path / "index4").mkdir()
    monkeypatch.setattr(cpu_caches, "LINUX", tmp_path)
    assert cache_sizes({})[2] == "32 MB"


def that_a_cache_that_nobody_tells_of_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu_caches, "LINUX", tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    assert cache_sizes({"l1d_cache_size": 49152, "l2_cache_size": 2 * 2**20}) == (
        "48 KB a core",
        "2 MB a core",
        UNKNOWN,
    )
    assert cache_sizes({}) == (UNKNOWN, UNKNOWN, UNKNOWN)


def that_no_other_thread_chooses_how_many_threads_one_computes_with() -> None:
    """A thread's first operation takes over the number that any thread has set last."""
    found: list[int] = []

    def others() -> None:
        torch.set_num_threads(3)

    def own() -> None:
        use_one_thread()
        run(others)
        torch.ones(100_000).sum()
        found.append(torch.get_num_threads())

    before = torch.get_num_threads()
    run(own)
    torch.set_num_threads(before)
    assert found == [1]


def run(work: Callable[[], None]) -> None:
    """In a thread of its own, to its end."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
