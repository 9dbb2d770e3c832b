"""Two networks on the same images: a difference is called one only where chance does not explain it."""

from math import comb

import pytest
import torch

from engine.compression.answers import paired, read_beside
from engine.inspection.paired import Paired

IMAGES = 5_000


def by_coins(lost: int, gained: int) -> float:
    """How often as many coins fall at least so unevenly: McNemar's test without any approximation."""
    coins = lost + gained
    return float(min(1.0, 2 * sum(comb(coins, heads) for heads in range(min(lost, gained) + 1)) / 2**coins))


def that_only_images_which_one_of_two_reads_are_counted() -> None:
    first = torch.tensor([True, True, True, False, False, True])
    other = torch.tensor([True, False, False, True, False, True])
    assert paired(first, other) == Paired(images=6, lost=2, gained=1)
    assert paired(first, None) is None and paired(None, other) is None


@pytest.mark.parametrize(("lost", "gained"), [(0, 0), (3, 0), (0, 5), (9, 4), (12, 20), (60, 45)])
def that_what_chance_explains_has_no_verdict(lost: int, gained: int) -> None:
    pairs = Paired(IMAGES, lost, gained)
    assert pairs.verdict == "" and pairs.words == "no difference that 5,000 images could show"
    assert abs(pairs.difference) <= pairs.margin


@pytest.mark.parametrize(("lost", "gained", "word"), [(6, 0, "worse"), (30, 9, "worse"), (9, 30, "better")])
def that_what_chance_does_not_explain_is_called_what_it_is(lost: int, gained: int, word: str) -> None:
    assert Paired(IMAGES, lost, gained).verdict == Paired(IMAGES, lost, gained).words == word


def that_no_verdict_goes_beyond_what_coins_say() -> None:
    """And almost none falls short of it: the interval is an approximation of them."""
    counts = [(lost, gained) for lost in range(60) for gained in range(lost)]
    called = {pair for pair in counts if Paired(IMAGES, *pair).verdict}
    certain = {pair for pair in counts if by_coins(*pair) < 0.05}
    assert called <= certain and len(certain - called) < 0.01 * len(certain)


def that_the_interval_is_mcnemars_with_the_correction_for_continuity() -> None:
    pairs = Paired(IMAGES, 30, 10)
    # 1.96 * sqrt(40 - 400 / 5000) / 5000 + 1 / 5000
    assert pairs.difference == pytest.approx(-0.004) and pairs.margin == pytest.approx(0.0026767, abs=1e-6)
    assert pairs.points == "-0.40 \u00b1 0.27"
    assert Paired(IMAGES, 10, 30).points == "+0.40 \u00b1 0.27"
    assert Paired(70, 12, 0).points == "-17.1 \u00b1 10.3", "of few images a second decimal says nothing"


def that_the_interval_holds_the_difference_that_networks_really_have() -> None:
    rng = torch.Generator().manual_seed(0)
    first_alone, other_alone, trials = 0.004, 0.006, 2_000
    luck = torch.rand(trials, IMAGES, generator=rng)
    lost = (luck < first_alone).sum(1).tolist()
    gained = (luck > 1 - other_alone).sum(1).tolist()
    found = [Paired(IMAGES, *pair) for pair in zip(lost, gained, strict=True)]
    held = sum(abs(pairs.difference - (other_alone - first_alone)) <= pairs.margin for pairs in found)
    assert 0.94 < held / trials <= 1


def that_the_sentence_gives_counts_interval_and_verdict() -> None:
    told = read_beside(Paired(IMAGES, 15, 9))
    assert told == (
        "On 5,000 validation images -0.12 \u00b1 0.21 points, 9 gained and 15 lost: "
        "no difference that 5,000 images could show."
    )
    assert read_beside(Paired(IMAGES, 40, 9)).endswith(": worse.")


def that_json_has_the_counts_and_what_follows_from_them() -> None:
    record = Paired(IMAGES, 40, 10).record()
    assert record["images"] == IMAGES and (record["lost"], record["gained"]) == (40, 10)
    assert record["verdict"] == "worse" and record["difference"] == pytest.approx(-0.006)
