"""In a real browser a person draws on the page by finger, pen, mouse and keys, and it says what the window says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from benchmarks.handwriting.playable import answer_of, draw
from benchmarks.shared.browser import DESK, PHONE, Opened, opened
from engine.models.classifier import Classifier
from engine.settings.train_settings import DataName
from gui.canvas.draw_canvas import KEY_STEP
from gui.canvas.painted_canvas import PEN
from tests.support.drawings import DRAWN
from tests.support.playable import a_run, page_file

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
FOUR = next(record["strokes"] for record in DRAWN if record["digit"] == 4)


@pytest.fixture
def page(chromium: Browser, doubting_file: Path) -> Iterator[Opened]:
    """A new one, without complaints at its end."""
    with opened(chromium, doubting_file, locale="en-GB") as found:
        yield found
        assert found.problems == []


def text(page: Opened, name: str) -> str:
    return page.page.locator(f"#{name}").inner_text()


def strokes(page: Opened) -> list[Any]:
    found: list[Any] = page.run("() => drawing.strokes")
    return found


def shows_what_the_program_answers(page: Opened, classifier: Classifier) -> None:
    page.settle()
    reading = classifier.read(strokes(page))
    assert reading and text(page, "answer") == answer_of(reading)


# Ways to draw.


def that_a_mouse_draws_and_the_answer_is_shown_with_its_image_and_bars(page: Opened, doubting: Classifier) -> None:
    draw(page, FOUR)
    shows_what_the_program_answers(page, doubting)
    assert len(strokes(page)) == len(FOUR) and text(page, "answer") == "4"
    assert text(page, "sure").endswith("% sure") and text(page, "second").startswith("or ")
    assert page.page.locator("#bars li.best .name").inner_text() == "4"
    ink = "() => element('seen').getContext('2d').getImageData(0, 0, 28, 28).data.filter((_, i) => i % 4 === 0)"
    reading = doubting.read(strokes(page))
    assert reading and abs(sum(page.run(f"() => [...({ink})()]")) - int(reading.image.sum())) < 100
    assert not page.page.locator("#hint").is_visible()


@pytest.mark.parametrize("kind", ["touch", "pen"])
def that_a_finger_and_a_pen_draw_and_a_second_finger_does_not(
    chromium: Browser, doubting_file: Path, doubting: Classifier, kind: str
) -> None:
    with opened(chromium, doubting_file, PHONE, has_touch=True, is_mobile=True) as page:
        box = page.page.locator("#canvas").bounding_box()
        assert box
        line = [(box["x"] + box["width"] / 2 + place / 9, box["y"] + 40 + place) for place in range(0, 200, 8)]
        touch_line(page, line) if kind == "touch" else pen_line(page, line)
        assert len(strokes(page)) == 1 and len(strokes(page)[0]) > 10
        shows_what_the_program_answers(page, doubting)
        assert page.run("() => scrollY") == 0 and page.problems == []


def touch_line(page: Opened, line: list[tuple[float, float]]) -> None:
    """With the palm on the canvas beside the finger."""
    session = page.page.context.new_cdp_session(page.page)
    palm = {"x": line[0][0] - 90, "y": line[0][1] + 150, "id": 1}
    for number, (x, y) in enumerate(line):
        kind = "touchMove" if number else "touchStart"
        points = [{"x": x, "y": y, "id": 0, "force": 0.1 + number / 50}, *([palm] if number > 3 else [])]
        if number == 4:
            session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def pen_line(page: Opened, line: list[tuple[float, float]]) -> None:
    session = page.page.context.new_cdp_session(page.page)
    kinds = ["mousePressed", *["mouseMoved"] * (len(line) - 2), "mouseReleased"]
    for number, (kind, (x, y)) in enumerate(zip(kinds, line, strict=True)):
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        session.send("Input.dispatchMouseEvent", {**event, "pointerType": "pen", "force": 0.1 + number / 50})


def that_keys_draw_undo_redo_and_clear(page: Opened, doubting: Classifier) -> None:
    keys = page.page.keyboard
    keys.press("Tab")
    for key in ("ArrowLeft", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "ArrowUp", "Shift+ArrowUp"):
        keys.press(key)
    assert [len(stroke) for stroke in strokes(page)] == [4, 2]
    assert strokes(page)[0][0] == pytest.approx([-0.04, 0]) and strokes(page)[0][3] == pytest.approx([0, 0.08])
    shows_what_the_program_answers(page, doubting)
    keys.press("Control+z")
    assert len(strokes(page)) == 1
    keys.press("Control+Shift+Z")
    assert len(strokes(page)) == 2
    for clear in ("Escape", "Delete"):
        keys.press(clear)
        page.settle()
        assert strokes(page) == [] and text(page, "answer") == "" and text(page, "hint") == "Draw a digit"
        keys.press("Control+z")
        assert len(strokes(page)) == 2


def that_its_pen_is_as_wide_and_goes_as_far_at_a_key_as_in_the_window(page: Opened) -> None:
    assert page.run("() => [PEN, KEY_STEP]") == [PEN, KEY_STEP]


def that_buttons_undo_and_clear_and_are_there_only_when_they_do_something(page: Opened) -> None:
    undo, clear = (page.page.locator(f"#{name}") for name in ("undo", "clear"))
    assert undo.is_disabled() and clear.is_disabled()
    draw(page, FOUR)
    clear.click()
    assert strokes(page) == [] and clear.is_disabled()
    undo.click()
    assert len(strokes(page)) == len(FOUR)
    for _ in FOUR:
        undo.click()
    assert strokes(page) == [] and undo.is_disabled()


# What it says.


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.0, 0.02, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.48], "Not sure: between 4 and 9"),
        ([0.1] * 10, "Not sure: like nothing it knows"),
        ([0.7, *[0.3 / 9] * 9], "Not sure"),
    ],
)
def that_it_says_why_it_is_not_sure_as_the_window_does(page: Opened, shares: list[float], said: str) -> None:
    page.run(
        "shares => view.showReading({image: new Uint8Array(784), probabilities: shares, "
        "best: shares.indexOf(Math.max(...shares)), sure: false})",
        shares,
    )
    assert text(page, "answer") == "?" and text(page, "sure") == said
    assert "unsure" in (page.page.locator("body").get_attribute("class") or "")


def that_it_never_calls_anything_certain(page: Opened) -> None:
    shown = page.run("() => [1, 0.9996, 0.9994, 0.5, 0.0004, 0].map(probability)")
    assert shown == ["over 99.9%", "over 99.9%", "99.9%", "50.0%", "under 0.1%", "under 0.1%"]


def that_a_screen_reader_hears_an_answer_that_stays(page: Opened) -> None:
    draw(page, FOUR)
    page.page.wait_for_function("() => element('spoken').textContent.startsWith('4, ')")
    assert "4: " in (page.page.locator("#bars").get_attribute("aria-label") or "")


def that_it_speaks_the_language_of_the_browser(chromium: Browser, doubting_file: Path) -> None:
    for locale, language, hint in (("de-AT", "de", "Zeichne eine Ziffer"), ("ja-JP", "en", "Draw a digit")):
        with opened(chromium, doubting_file, locale=locale) as page:
            assert page.run("() => document.documentElement.lang") == language
            assert text(page, "hint") == hint and page.problems == []
            expected = "98,12\N{NO-BREAK SPACE}%" if language == "de" else "98.12%"
            assert expected in page.run("() => element('facts').textContent")


@pytest.mark.parametrize(("data", "hint"), [("fashion", "Draw something to wear"), ("emnist-letters", "Draw a letter")])
def that_other_images_have_their_own_words(chromium: Browser, tmp_path: Path, data: DataName, hint: str) -> None:
    with opened(chromium, page_file(a_run("simple", data), tmp_path), PHONE) as page:
        assert text(page, "hint") == hint
        draw(page, FOUR)
        page.settle()
        assert page.page.locator("#bars li").count() == len(page.run("() => PAGE.names"))
        assert page.run("() => document.documentElement.scrollWidth") == 360 and page.problems == []


# Where it is opened.


def that_a_name_executes_nothing(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, page_file(a_run("simple"), tmp_path, EVIL)) as page:
        assert text(page, "hint") == "Draw a digit" and page.page.title() == EVIL
        assert page.page.locator("h1").inner_text() == EVIL and page.problems == []


def that_the_browser_refuses_to_send_anything(chromium: Browser, doubting_file: Path) -> None:
    with opened(chromium, doubting_file) as page:
        sent = page.run("() => fetch('https://inkling.invalid/').then(() => 'sent', () => 'refused')")
        assert sent == "refused" and "Content Security Policy" in page.problems[0]
        assert not [problem for problem in page.problems if problem.startswith("asked for")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def that_a_phone_shows_all_of_it_without_scrolling(chromium: Browser, doubting_file: Path, scheme: str) -> None:
    with opened(chromium, doubting_file, PHONE, color_scheme=scheme, is_mobile=True, has_touch=True) as page:
        box = page.page.locator("#canvas").bounding_box()
        assert box and box["width"] == box["height"] >= 320
        root = page.run("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert root == [PHONE["width"], PHONE["height"]]
        paper = page.run("() => getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(238, 240, 243)" if scheme == "light" else "rgb(18, 21, 26)")


def that_a_drawing_stays_when_the_page_is_turned(page: Opened) -> None:
    draw(page, FOUR)
    before = strokes(page)
    page.page.set_viewport_size({"width": 740, "height": 360})
    page.page.wait_for_function("() => element('canvas').width < 300")
    assert strokes(page) == before and page.run("() => document.documentElement.scrollWidth") == 740
    assert page.run("() => element('canvas').getContext('2d').getImageData(0, 0, 300, 300).data.some(Boolean)")
    page.page.set_viewport_size(DESK)
