"""Every edit of a network is kept within what is possible elsewhere, and can be taken back."""

import pytest

from engine import InklingError
from engine.stack import KINDS, MOST_LAYERS, NAMED, parse
from engine.stack.layers import BatchNorm, Conv, Dropout, Linear, ReLU
from gui.network_editor.blocks import blocks
from gui.network_editor.card_facts import card_facts, end_problem
from gui.network_editor.epoch_trial import TRYING
from gui.network_editor.model import NetworkModel
from gui.network_editor.sums import epoch_words, summary, sums

RESIDUAL = "conv 8 3x3 padding 1, relu, conv 8 3x3 padding 1, batch norm, add 3, relu, flatten, output"
TIMES = "\N{MULTIPLICATION SIGN}"
TOO_LARGE = "conv 6 5x5, conv 16 5x5, max pool 5, conv 32 5x5, flatten, output"


@pytest.fixture
def model() -> NetworkModel:
    return NetworkModel("cnn")


def facts_of(text: str) -> list[str]:
    edited = NetworkModel("cnn")
    edited.take(text)
    return [facts.spoken for facts in card_facts(edited.examined)]


def that_it_begins_as_the_network_of_the_settings(model: NetworkModel) -> None:
    assert model.stack == NAMED["cnn"].stack and model.model == "cnn" and not model.can_undo


def that_a_layer_is_put_in_and_worked_on(model: NetworkModel) -> None:
    assert model.insert(3, Dropout)
    assert model.stack.layers[3] == Dropout() and model.selected == 3 and model.model not in NAMED


def that_every_edit_is_taken_back_and_made_again(model: NetworkModel) -> None:
    texts = [model.text]
    for edit in (
        lambda: model.insert(1, ReLU),
        lambda: model.set_number(0, "channels", 8),
        lambda: model.move(1, 4),
        lambda: model.duplicate(0),
        lambda: model.remove(2),
        lambda: model.take("lenet-5"),
    ):
        assert edit()
        texts.append(model.text)
    for text in reversed(texts[:-1]):
        assert model.undo() and model.text == text
    assert not model.undo()
    for text in texts[1:]:
        assert model.redo() and model.text == text
    assert not model.redo()


def that_a_new_edit_ends_what_could_be_made_again(model: NetworkModel) -> None:
    model.remove(1)
    model.undo()
    model.duplicate(1)
    assert not model.can_redo


def that_what_changes_nothing_is_no_edit(model: NetworkModel) -> None:
    assert not model.move(0, -1) and not model.set_number(0, "channels", 16) and not model.take("cnn")
    assert not model.repair() and not model.can_undo


def that_numbers_stay_within_their_bounds(model: NetworkModel) -> None:
    model.set_number(0, "channels", 1e9)
    layer = model.stack.layers[0]
    assert isinstance(layer, Conv) and layer.channels == 1024


def that_the_last_layer_stays_and_no_network_has_too_many() -> None:
    model = NetworkModel("softmax")
    assert model.remove(0) and not model.remove(0)
    model.take("output")
    while model.insert(0, ReLU):
        pass
    assert len(model.stack.layers) == MOST_LAYERS and model.full and not model.duplicate(0)


def that_an_addition_keeps_its_beginning_when_layers_come_go_and_move() -> None:
    model = NetworkModel("cnn")
    model.take(RESIDUAL)
    model.insert(2, Dropout)
    assert "add 4" in model.text and not model.examined.problem
    model.remove(2)
    assert "add 3" in model.text
    model.move(1, 2)
    assert "add 3" in model.text


def that_the_nearest_change_is_made_and_nothing_else_is_lost() -> None:
    model = NetworkModel("cnn")
    model.take(TOO_LARGE)
    problem = model.examined.problem
    assert problem and problem.place == 3 and model.model == ""
    assert model.repair() and model.selected == 3
    assert model.stack == problem.nearest and not model.examined.problem
    assert model.undo() and model.stack == parse(TOO_LARGE)


def that_a_text_that_is_no_network_changes_nothing(model: NetworkModel) -> None:
    with pytest.raises(InklingError, match="blancmange"):
        model.take("conv 3, blancmange")
    assert model.model == "cnn" and not model.can_undo


def that_a_card_says_its_place_numbers_shape_and_costs(model: NetworkModel) -> None:
    every = card_facts(model.examined)
    assert every[1].spoken == f"Layer 2 of 11, batch norm, gives 16 {TIMES} 12{TIMES}12, 32 weights"
    assert "filters 16, size 5, stride 2, padding 0" in every[0].spoken
    assert [number.bounds.high for number in every[0].numbers] == [1024, 28, 8, 13]


def that_shares_of_the_time_are_told_only_for_the_layers_they_belong_to(model: NetworkModel) -> None:
    shares = [1 / 11] * 11
    assert all("9% of the time" in one.costs for one in card_facts(model.examined, shares))
    assert all("time" not in one.costs for one in card_facts(model.examined, shares[:-1]))


def that_a_problem_stands_at_its_card_and_what_follows_is_blank() -> None:
    model = NetworkModel("cnn")
    model.take(TOO_LARGE)
    every = card_facts(model.examined)
    assert [bool(one.problem) for one in every] == [False, False, False, True, False, False]
    assert [one.known for one in every] == [True, True, True, False, False, False]
    assert every[3].problem.startswith("A 5x5 filter does not fit a 4x4 image; ")
    assert not any(one.shape or one.costs for one in every[3:])


def that_what_is_missing_at_the_end_is_told_after_the_last_card() -> None:
    model = NetworkModel("cnn")
    model.take("conv 8, relu")
    assert end_problem(model.examined) == "The output is missing; add flatten and output."
    assert not any(one.problem for one in card_facts(model.examined))
    model.repair()
    assert not end_problem(model.examined)


def that_sums_stand_beside_their_limits_before_these_are_reached(model: NetworkModel) -> None:
    told = {name: value for name, value, _ in sums(model.examined, 256)}
    assert told["Weights"] == "65,242 of at most 5,000,000" and told["Layers"] == "11 of at most 40"
    assert told["File"] == "261 kB" and told["Memory while it learns"].startswith("about ")
    assert "measures it \N{HORIZONTAL ELLIPSIS} Train takes Deep MLP" in summary(model.examined, TRYING, "Deep MLP")
    assert summary(model.examined, "about 5 s") == "65,242 of at most 5,000,000 weights, an epoch: about 5 s"
    model.take("conv 64 5x5, conv 64 3x3, flatten, output")
    assert "of at most 30,000,000 multiply-adds" in summary(model.examined, "")


def that_memory_grows_with_the_batch(model: NetworkModel) -> None:
    small, large = (
        next(value for name, value, _ in sums(model.examined, size) if name == "Memory while it learns")
        for size in (64, 1024)
    )
    assert small != large


@pytest.mark.parametrize(("seconds", "told"), [(5.44, "about 5.4 s"), (51, "about 51 s"), (130, "about 2:10")])
def that_times_are_told_as_people_do(seconds: float, told: str) -> None:
    assert epoch_words(seconds) == told


def that_blocks_grow_with_what_comes_out() -> None:
    model = NetworkModel("lenet-5")
    every = blocks(model.examined)
    assert [one.caption for one in every[:3]] == ["image", "conv", "average pool"]
    assert every[1].height > every[2].height and every[3].depth > every[2].depth
    assert every[2].stripes == () and every[1].stripes == ("Tanh",)
    assert every[-3].height > every[-2].height > every[-1].height > 0


def that_an_addition_leads_back_to_where_it_begins() -> None:
    model = NetworkModel("cnn")
    model.take(RESIDUAL)
    every = blocks(model.examined)
    assert [one.back for one in every] == [0, 0, 1, 0, 0]


def that_a_network_of_one_layer_of_each_kind_has_a_card_for_each() -> None:
    model = NetworkModel("softmax")
    for kind in KINDS:
        model.insert(0, kind)
    assert len(card_facts(model.examined)) == len(KINDS) + 2 and blocks(model.examined)


def that_a_batch_norm_after_a_layer_takes_the_place_of_its_offset() -> None:
    model = NetworkModel("simple")
    before = model.examined.totals.parameters
    model.insert(2, BatchNorm)
    assert model.examined.totals.parameters == before - 128 + 256
    assert isinstance(model.stack.layers[1], Linear)
