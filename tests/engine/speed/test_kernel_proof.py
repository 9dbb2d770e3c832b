"""Which kernels ran, from the libraries' own lines: some as they were printed once, and a real run."""

import os

import pytest
import torch

from engine.errors import InklingError
from engine.settings.train_settings import TrainSettings
from engine.speed.kernel_lines import Kernel, kernels_of, told_lines
from engine.speed.kernel_proof import STEPS, _sentence, prove_kernels

PRINTED = """\
onednn_verbose,v1,info,oneDNN v3.12.0 (commit 80afa71)
onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx2,forward_training,src:f32::blocked:acdb::f0,,alg:direct,mb2,3.5
onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx2,forward_training,src:f32::blocked:acdb::f0,,alg:direct,mb2,1.5
onednn_verbose,exec,cpu,reorder,jit:uni,undef,src_f32::blocked:acdb:f0,,,16x1x5x5,0.25
MKL_VERBOSE oneMKL 2024.0 Update 2 Product build 20240605 for Intel(R) 64 architecture, Lnx 2.45GHz lp64
MKL_VERBOSE SGEMM(T,N,10,256,384,0x7ffc,0x55ed,384,0x55ee,384,0x7fff,0x55ef,10) 247.05us CNR:OFF Dyn:0 TID:0  NThr:1
MKL_VERBOSE SGEMM(N,N,784,128,64,0x7ffc,0x55ed,784,0x55ee,128,0x7fff,0x55ef,784) 2.43ms CNR:OFF Dyn:0 TID:0  NThr:1
some other words
""".splitlines()


def that_calls_and_times_are_added_up_by_kernel() -> None:
    first, second, third = kernels_of(PRINTED)
    assert first == Kernel("oneDNN", "convolution forwards", "jit:avx2", 2, 5.0)
    assert second[:4] == ("MKL", "matrix product", "SGEMM", 2) and second.milliseconds == pytest.approx(2.67705)
    assert third == Kernel("oneDNN", "reordering of numbers", "jit:uni", 1, 0.25)


def that_lines_that_are_cut_off_or_strange_are_left_out() -> None:
    strange = [
        "onednn_verbose,v1,primitive,exec,cpu,conv",
        "onednn_verbose,exec",
        "MKL_VERBOSE SGEMM(T,N",
        "",
        "x,exec",
    ]
    assert kernels_of([*strange, "onednn_verbose,v1,primitive,exec,cpu,matmul,a,b,c,soon"]) == []


def that_the_first_lines_of_each_library_are_kept_as_they_came() -> None:
    told = told_lines(PRINTED * 10)
    assert told[0] == PRINTED[0] and PRINTED[4] in told and "some other words" not in told and len(told) == 20


def that_silence_is_called_silence() -> None:
    assert _sentence(TrainSettings(), []).startswith("Neither oneDNN nor MKL said that a kernel of theirs ran")
    assert "oneDNN's did not" in _sentence(TrainSettings(), [Kernel("MKL", "matrix product", "SGEMM", 9, 1.0)])


@pytest.mark.skipif(not torch.backends.mkldnn.is_available(), reason="this build of torch has no oneDNN")
def that_a_real_training_shows_onednns_convolutions(home: object) -> None:
    proof = prove_kernels(TrainSettings(model="cnn", batch_size=32))
    convolutions = [kernel for kernel in proof.kernels if kernel.library == "oneDNN" and "convolution" in kernel.work]
    # Three convolutions forwards, their three weights, and the inputs of all but the first, whose inputs are images.
    assert sum(kernel.calls for kernel in convolutions) == STEPS * (3 + 3 + 2)
    assert all(kernel.milliseconds > 0 for kernel in convolutions)
    assert any(line.startswith("onednn_verbose") for line in proof.lines)
    assert proof.sentence.startswith("In 3 steps (Small CNN, batches of 32) oneDNN's kernels ran")
    assert "ONEDNN_VERBOSE" not in os.environ


def that_nobody_waits_for_a_proof_that_is_not_wanted_any_more(home: object) -> None:
    assert prove_kernels(TrainSettings(), stopping=lambda: True).kernels == []


def that_a_training_that_fails_is_told_in_a_sentence(home: object) -> None:
    broken = TrainSettings().model_copy(update={"model": "resnet"})
    with pytest.raises(InklingError, match="The training that should prove which kernels run failed"):
        prove_kernels(broken)
