"""The guide knows what to say next from what a person did."""

from gui.help.steps import DONE, STEPS, Guide, Happening


def that_each_step_is_followed_by_what_it_asks_for() -> None:
    guide = Guide()
    does: tuple[Happening, ...] = ("drawn", "begun", "drawn", "why", "mistakes")
    for place, what in enumerate(does):
        assert guide.words(trained=False) == STEPS[place].text
        assert guide.happened(what)
    assert guide.place == DONE and guide.words(trained=False) == ""


def that_drawing_again_does_not_skip_training() -> None:
    guide = Guide(1)
    assert not guide.happened("drawn") and guide.place == 1


def that_training_without_a_drawing_goes_on_with_drawing_while_it_learns() -> None:
    guide = Guide()
    assert guide.happened("begun") and guide.place == 2


def that_a_run_that_ends_before_anybody_drew_leads_on_to_its_reasons() -> None:
    guide = Guide(2)
    assert guide.happened("ended") and "why" in guide.words(trained=True)


def that_mistakes_count_only_when_they_are_asked_for_last() -> None:
    guide = Guide()
    assert not guide.happened("mistakes") and guide.place == 0


def that_a_guide_at_its_end_stays_there() -> None:
    guide = Guide(DONE)
    happenings: tuple[Happening, ...] = ("drawn", "begun", "ended", "why", "mistakes")
    assert not any(guide.happened(what) for what in happenings) and guide.place == DONE


def that_a_trained_network_is_not_said_to_have_seen_no_digit() -> None:
    assert "never" in Guide().words(trained=False) and "never" not in Guide().words(trained=True)


def that_a_place_from_a_damaged_file_is_taken_as_near_as_possible() -> None:
    assert Guide(-3).place == 0 and Guide(99).place == DONE
