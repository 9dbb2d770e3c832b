"""The page is one file that loads nothing, runs its own program alone, and says what the window says."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InklingError
from engine.export import colours
from engine.export.playable import choice
from engine.export.playable.page import FOLDER, SCRIPTS, words
from engine.export.playable.write import MOST_BYTES, page_of, write_playable
from engine.export.run_export import export_network
from engine.models.networks import build
from engine.runs.saved_network import SavedRun, int8_run
from engine.settings.labels import NAMES, ONE_OF
from gui.theme.colours import DARK, LIGHT
from tests.support.playable import a_run

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \" ' \u2028 \ud800 {{ 7 * 7 }} </title>"
VOID = {"meta", "link", "img", "path", "rect"}


class Reader(HTMLParser):
    """Holds tags to their order, and collects attributes and the text of each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data


def page(run: SavedRun, name: str = "") -> str:
    return page_of(run, run.network().eval(), "float16", name).decode()


def data(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reader.texts["script"][0])
    return found


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(page(a_run(), "My network"))


def that_it_is_one_file_that_loads_nothing(reader: Reader) -> None:
    addresses = [value for name, value in reader.attributes if name in ("src", "href", "action", "data", "srcset")]
    assert len(addresses) == 2 and all(one.startswith("data:image/svg+xml;base64,") for one in addresses)
    style, script = reader.texts["style"][0], reader.texts["script"][1]
    assert "url(" not in style and "@import" not in style
    assert not re.search(r"https?:|fetch|XMLHttpRequest|WebSocket|import\(|eval\(|innerHTML|localStorage", script)


def that_the_browser_may_run_its_own_program_alone(reader: Reader) -> None:
    (policy,) = [value for name, value in reader.attributes if name == "content" and "default-src" in value]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for rule, text in (("script-src", reader.texts["script"][1]), ("style-src", reader.texts["style"][0])):
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert not [name for name, _ in reader.attributes if name == "style" or name.startswith("on")]


def that_its_program_is_the_readable_files(reader: Reader) -> None:
    assert {file.stem for file in FOLDER.glob("*.js")} == set(SCRIPTS)
    for name in SCRIPTS:
        assert (FOLDER / f"{name}.js").read_text(encoding="utf-8") in reader.texts["script"][1]


def that_it_has_the_network_its_calibration_and_its_accuracy(reader: Reader) -> None:
    found = data(reader)
    assert (found["temperature"], found["threshold"], found["test_accuracy"]) == (1.3, 0.6, 0.9812)
    assert found["names"] == list("0123456789") and found["weights"] == build("cnn").weights
    assert len(found["ink"]["views"]) == 9 and len(found["layers"]) == 11
    assert reader.texts["h1"] == ["My network"] and found["kind"] == "Small CNN"


def that_a_name_is_text_whatever_it_contains() -> None:
    reader = Reader(page(a_run("simple"), EVIL))
    shown = EVIL.replace("\ud800", "\N{REPLACEMENT CHARACTER}").replace("\u2028", "\N{REPLACEMENT CHARACTER}")
    assert reader.texts["h1"] == reader.texts["title"]
    assert reader.texts["h1"][0].replace("\u2028", "\N{REPLACEMENT CHARACTER}") == shown
    assert reader.tags.count("script") == 2 and reader.tags.count("img") == 1


def that_clothes_are_seen_once_and_have_their_names() -> None:
    found = data(Reader(page(a_run("simple", "fashion"))))
    assert found["ink"]["views"] == [] and found["names"] == list(NAMES["fashion"])


# Its words.


def that_every_language_has_all_words_and_the_same_places_in_them() -> None:
    english = words()["en"]
    for language in words().values():
        assert language.keys() == english.keys() and language["draw"].keys() == NAMES.keys()
        for name, sentence in language.items():
            if isinstance(sentence, str):
                assert sorted(re.findall(r"\{\w+\}", sentence)) == sorted(re.findall(r"\{\w+\}", english[name]))
    names = {name for every in NAMES.values() for name in every}
    assert set(words()["de"]["names"]) <= names


def that_every_word_that_the_program_says_is_in_the_dictionary() -> None:
    program = "".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    said = set(re.findall(r'say\("(\w+)"', program)) | {"nothing", "unsure"}
    template = (FOLDER / "page.html").read_text(encoding="utf-8")
    written = set(re.findall(r"words\.(\w+)", template))
    assert set(re.findall(r'data-word="(\w+)"', template)) <= written
    assert said | written | {"draw", "names"} == words()["en"].keys()


def that_it_asks_for_what_the_window_asks_for() -> None:
    assert words()["en"]["draw"] == {data: f"Draw {what}" for data, what in ONE_OF.items()}


def that_its_colours_are_those_of_the_window() -> None:
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    light, dark = style.split("prefers-color-scheme: dark")[:2]
    for part, theme, exported in ((light, LIGHT, colours.LIGHT), (dark, DARK, colours.DARK)):
        for name, colour in (("page", theme.window), ("ink", theme.ink), ("accent", theme.accent)):
            assert f"--{name}: {colour};" in part
        assert (exported["text"], exported["muted"], exported["paper"]) == (theme.text, theme.muted, theme.panel)


# Writing it.


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "IMAGES", 50)


def that_it_is_written_and_its_size_and_weights_are_told(few: None, tmp_path: Path) -> None:
    file = tmp_path / "me.play.html"
    told = export_network(a_run(), file)
    size = file.stat().st_size
    assert told.startswith(f"{size / 1000:.0f} kB, weights as ") and "50 answers" in told
    assert 200_000 < size < 240_000 and Reader(file.read_text(encoding="utf-8")).texts["h1"] == ["Small CNN"]


def that_weights_are_int8_only_where_nothing_else_has_room(few: None, tmp_path: Path) -> None:
    told = export_network(a_run("deep-mlp"), tmp_path / "me.play.html")
    assert "weights as int8" in told and (tmp_path / "me.play.html").stat().st_size < MOST_BYTES


def that_a_network_without_room_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    sentence = (
        r"^This network has 1,199,882 weights, and even with 8 bits for each its page would have 1\.6\d MB: "
        r"at most 500 kB are possible\. Make it smaller, or train a smaller one\.$"
    )
    with pytest.raises(InklingError, match=sentence):
        export_network(a_run("pytorch-example"), tmp_path / "me.play.html")
    assert not list(tmp_path.iterdir())


def that_a_graph_of_int8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InklingError, match="take the run that it was made of"):
        export_network(int8_run(a_run(), b"graph"), tmp_path / "me.play.html")


def that_a_stopped_export_writes_nothing(few: None, tmp_path: Path) -> None:
    assert export_network(a_run(), tmp_path / "me.play.html", lambda: True) == ""
    assert not list(tmp_path.iterdir())


def that_it_is_not_mistaken_for_the_page_to_hand_in(few: None, tmp_path: Path) -> None:
    write_playable(a_run(), tmp_path / "ME.PLAY.HTML", "Mine")
    with pytest.raises(InklingError, match=r"one of \.safetensors, \.onnx, \.play\.html, \.inkling"):
        export_network(a_run(), tmp_path / "me.html")
    with pytest.raises(InklingError, match="says nothing that can be exported"):
        export_network(a_run(), tmp_path / ".play.html")
