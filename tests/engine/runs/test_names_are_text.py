"""A name, a note or a folder is shown as the text that it is, and is nothing else anywhere."""

import ast
import json
import re
import xml.etree.ElementTree as Xml
from functools import cache
from pathlib import Path

import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutations.whole_files import EVENTS, RESULT
from engine.events import BatchDone, EpochDone
from engine.export.curve.curve_picture import curve_svg, write_curve_png
from engine.export.metadata import metadata
from engine.export.onnx_file import write_onnx
from engine.export.page import page
from engine.export.playable.write import page_of as playable_of
from engine.export.script.script_text import commented, literal
from engine.export.script.whole_script import script
from engine.models.networks import build
from engine.runs.row import RunRow
from engine.runs.saved_network import SavedRun
from engine.settings.train_settings import TrainSettings
from engine.stack import save_network
from engine.stack.my_networks import FILE
from engine.system.home import HOME_VARIABLE

EVIL = [
    '"""\nopen(\'executed\', \'w\')\n"""',
    "'; open('executed', 'w') #",
    '\\"; open("executed", "w") #',
    "x\r\nopen('executed', 'w')",
    "\u2028\u2029\x85\x0b\x0c\x00\ud800\U0001f600\N{RIGHT-TO-LEFT OVERRIDE}",
    "# -*- coding: utf-7 -*-",
    "$folder ${seed} {0} %s \\N{BELL} \\u0022 \\",
    "</svg><script>alert(1)</script><!-- ]]> &amp; &#0;",
]
SOME = settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
names = st.one_of(st.sampled_from(EVIL), st.text(st.characters(), max_size=40))
PLAIN = TrainSettings(model="simple", augmentation="none", outliers="none")
RUN = SavedRun(PLAIN, RESULT, build("simple").state_dict())


@SOME
@given(names)
def that_a_literal_is_one_string_on_one_line(text: str) -> None:
    written = literal(text)
    assert ast.literal_eval(written) == text and len(written.splitlines()) == 1 and written.isprintable()
    written.encode()
    scope: dict[str, object] = {}
    exec(compile(f"name = {written}\nafter = 1\n".encode(), "script", "exec"), {"__builtins__": {}}, scope)
    assert scope == {"name": text, "after": 1}


@SOME
@given(names)
def that_a_comment_never_ends_before_its_line(text: str) -> None:
    source = f"# {commented(text)}\nafter = 1\n".encode()
    assert ast.dump(ast.parse(source)) == ast.dump(ast.parse("after = 1"))


@SOME
@given(st.text(st.characters(exclude_characters="\0/"), min_size=1, max_size=30).filter(lambda name: name not in "..."))
def that_a_script_has_the_name_of_a_folder_as_one_text(name: str) -> None:
    tree = ast.parse(script_in(Path("/") / name))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == f"/{name}"]
    assert len(texts) == 1
    texts[0].value = "/usual"
    assert ast.dump(tree) == usual_script()


def script_in(folder: Path) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.export.script.whole_script.data_folder", lambda: folder)
        return script(RUN).encode()


@cache
def usual_script() -> str:
    return ast.dump(ast.parse(script_in(Path("/usual"))))


def tags(svg: str) -> list[str]:
    return [element.tag for element in Xml.fromstring(svg).iter()]


@SOME
@given(names)
def that_a_name_is_text_in_a_picture(name: str) -> None:
    # A name without a letter that has a shape is no title.
    assert tags(curve_svg([], name)) in (usual_picture("n"), usual_picture(""))


@cache
def usual_picture(title: str) -> list[str]:
    return tags(curve_svg([], title))


def that_a_name_is_text_beside_a_curve() -> None:
    assert tags(curve_svg(EVENTS, EVIL[-1])) == tags(curve_svg(EVENTS, "n"))


@SOME
@given(names.filter(bool))
def that_a_name_is_text_in_a_page(name: str) -> None:
    written = page_of(name)
    written.encode()
    assert re.findall(r"<[a-z/!][^>]*>", written) == usual_marks()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", written)


def page_of(name: str) -> str:
    row = RunRow(Path("folder"), name, "stopped", settings=PLAIN, note=name, problem=name, started=name)
    return page(row, RUN, EVENTS[:1], {name: name})


@cache
def usual_marks() -> list[str]:
    return re.findall(r"<[a-z/!][^>]*>", page_of("n"))


@pytest.mark.parametrize("name", [*EVIL, "x" * 100_000], ids=range(len(EVIL) + 1))
def that_a_picture_of_pixels_takes_any_name(name: str, tmp_path: Path) -> None:
    write_curve_png(EVENTS, name, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def that_metadata_are_json_of_what_utf_8_can_have() -> None:
    told = metadata(SavedRun(PLAIN.model_copy(update={"teacher": "caf\udce9"}), RESULT, {}))
    for text in told.values():
        text.encode()
    assert json.loads(told["settings"])["teacher"] == "caf\udce9"


def that_a_table_has_numbers_alone() -> None:
    from engine.runs.history import as_table

    measured = [event for event in EVENTS if isinstance(event, BatchDone | EpochDone)]
    cells = [cell for line in as_table(measured).splitlines() for cell in line.split(",")]
    assert all(float(cell or 0) >= 0 for cell in cells)


OWN = PLAIN.model_copy(update={"model": "flatten, linear 7, relu, output"})
OWN_RUN = SavedRun(OWN, RESULT, build(OWN.model).state_dict())


@pytest.mark.parametrize("name", ["'\"</script><script>alert(1)//", "--> ]]> &amp {{ 7 * 7 }}", "$folder {0} %s \\"])
def that_the_name_of_one_of_my_networks_is_text_in_every_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    network = OWN_RUN.network().eval()
    usual = re.findall(r"<[a-z/!][^>]*>", playable_of(OWN_RUN, network, "int8").decode())
    usual_code = ast.dump(ast.parse(script(OWN_RUN)))
    save_network(name, OWN.model)
    assert OWN_RUN.kind == name and OWN_RUN.summary.startswith(name)
    assert re.findall(r"<[a-z/!][^>]*>", playable_of(OWN_RUN, network, "int8").decode()) == usual
    assert ast.dump(ast.parse(script(OWN_RUN))) == usual_code
    told = metadata(OWN_RUN)
    assert told["summary"].startswith(name) and told["network"] == OWN.model
    write_onnx(OWN_RUN, tmp_path / "network.onnx")
    written = onnx.load(tmp_path / "network.onnx").metadata_props
    assert {entry.key: entry.value for entry in written}["summary"] == told["summary"]


@pytest.mark.parametrize("name", ["two\nlines", "x" * 100_000, ""])
def that_a_name_that_could_not_be_given_in_the_window_is_used_nowhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    (tmp_path / FILE).write_text(json.dumps({name: OWN.model}))
    assert OWN_RUN.kind == "Own 7"
