"""An experiment as a text: it comes back as it was, whatever mail and chat do to it, or is refused by one sentence."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InklingError
from engine.settings import FIELDS, checked
from engine.sharing.experiment import Experiment, Made
from engine.sharing.experiment_text import experiment_in, is_experiment, text_of
from engine.sharing.losses import Losses

MADE = Made(2, "AVX2, AMD EPYC 7763 64-Core Processor", "2.13.0", "0.1.0")
LOSSES = Losses(1290, "9f31c2d04b7e", 2.3311, ((1, 0.11234), (3, 0.0712)))
ONE = Experiment(checked({"model": "simple", "epochs": 3, "learning_rate": 0.003, "seed": 7}), MADE, LOSSES)
OWN = Experiment(checked({"model": "conv 16 5x5 stride 2, batch norm, relu, flatten, linear 40, relu, output"}))


@pytest.mark.parametrize("experiment", [ONE, OWN, Experiment(checked({}))])
def that_a_text_comes_back_as_the_experiment_that_it_was(experiment: Experiment) -> None:
    text = text_of(experiment)
    assert experiment_in(text) == experiment and "\n" not in text and text.isascii()


def that_only_what_differs_from_the_defaults_is_in_it_and_the_seed() -> None:
    assert text_of(Experiment(checked({}))).partition(": ")[2] == "seed=0;"
    told = text_of(Experiment(checked({"batch_size": 32, "num_workers": 1, "threads": 1, "timeline": "none"})))
    assert told.partition(": ")[2] == "batch_size=32; seed=0;"


@pytest.mark.parametrize("name", FIELDS)
def that_every_setting_with_every_word_and_bound_can_be_told(name: str) -> None:
    setting = FIELDS[name]
    kind = int if setting.number == "integer" else float
    values: list[object] = [*setting.labels, *(map(kind, (setting.low, setting.high)) if setting.number else ())]
    for value in values:
        experiment = Experiment(checked({name: value}))
        alike = experiment_in(text_of(experiment)).settings
        assert name in ("num_workers", "threads", "tensorboard", "timeline") or alike == experiment.settings


def quoted(text: str) -> str:
    return "On Monday Ada wrote:\n> Try this:\n>\n> " + "\n> ".join(textwrap.wrap(text, 48)) + "\n>\n> Bye; x = y;"


@pytest.mark.parametrize(
    "sent",
    [
        quoted,
        lambda text: f"`{text}`",
        lambda text: f"\u201c{text}\u201d Have fun!",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("; ", ";\u200b\r\n   "),
        lambda text: text.replace("inkling", "Inkling"),
        lambda text: f"   {text}\n\n\n",
    ],
)
def that_mail_and_chat_do_it_no_harm(sent: "type[str]") -> None:
    for experiment in (ONE, OWN):
        assert is_experiment(sent(text_of(experiment))) and experiment_in(sent(text_of(experiment))) == experiment


def that_a_text_that_was_cut_off_anywhere_is_refused() -> None:
    text = text_of(ONE)
    for end in range(len("inkling 1 abcdef:"), len(text)):
        with pytest.raises(InklingError, match="cut off or altered"):
            experiment_in(text[:end])


def that_one_written_by_hand_needs_neither_a_check_nor_a_last_semicolon() -> None:
    assert experiment_in("inkling 1: epochs=2; network=simple").settings == checked({"epochs": 2, "model": "simple"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Shall we meet at 1: epochs=2", "That text is no experiment"),
        ("inkling 2: epochs=2", "written by a newer version of Inkling"),
        ("inkling 1: epochs=0", "Epochs must be a whole number from 1 to 200, not 0."),
        ("inkling 1: learning_rate=nan", "Learning rate must be a number"),
        ("inkling 1: magic=3; version=9.9", "has the setting magic, which this Inkling"),
        ("inkling 1: model=conv 9 99x99", 'Layer 1, "conv 9 99x99"'),
        ("inkling 1: teacher=2026", "cannot have a teacher"),
        ("inkling 1: epochs=2; and so on", '"and so on" is no part of an experiment'),
        ("inkling 1: epochs=2; epochs=3", "says epochs twice"),
        ("inkling 1: threads=many", "must be a whole number, not many"),
        ("inkling 1: digest=ab", "losses of the experiment cannot be read"),
        ("inkling 1: digest=ab; steps=1; first=1e999", "are no numbers"),
        (text_of(ONE).replace("epochs=3", "epochs=4"), "cut off or altered"),
        (f"inkling 1: epochs=2;{' ' * 30_000}", "more than 20,000 characters"),
    ],
)
def that_what_cannot_be_taken_is_refused_by_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InklingError) as refused:
        experiment_in(text)
    assert sentence in str(refused.value) and str(refused.value).endswith(".")


@given(
    st.text(max_size=60), st.sampled_from(["inkling 1: ", "inkling 1: epochs=", "inkling 1: digest=1; steps=1; first="])
)
def that_no_text_is_a_fault_of_the_program(text: str, before: str) -> None:
    is_experiment(before + text)
    try:
        experiment_in(before + text)
    except InklingError as refused:
        assert str(refused).endswith(".")
