"""One window for each data folder."""

from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from gui.app.process import single_instance
from gui.app.process.single_instance import SingleInstance
from tests.support.gui.window import PATIENCE


def that_a_second_claim_fails_and_calls_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.called, timeout=PATIENCE):
        assert not second.claim()
    first.release()


def that_a_place_that_was_given_up_can_be_claimed(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    first.release()
    assert second.claim()
    second.release()


def that_another_data_folder_has_a_window_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    instances = [SingleInstance(tmp_path / name) for name in ("one", "two")]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert all(instance.claim() for instance in instances)
    for instance in instances:
        instance.release()


def that_the_files_of_a_second_start_come_to_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    names = ["/a/run.inkling-run", "/b/\u00fc \U0001f600.png"]
    assert first.claim()
    with qtbot.waitSignal(first.brought, timeout=PATIENCE) as brought:
        assert not second.claim(names)
    assert brought.args == [names]
    first.release()


def that_a_start_that_hangs_holds_nothing_up(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_MILLISECONDS", 10_000_000)
    first, second, hanging = SingleInstance(tmp_path), SingleInstance(tmp_path), QLocalSocket()
    assert first.claim()
    with qtbot.waitSignal(first.called, timeout=PATIENCE):
        hanging.connectToServer(first._name)
    with qtbot.waitSignal(first.brought, timeout=PATIENCE):
        assert not second.claim(["/a/run.inkling-run"])
    hanging.abort()
    first.release()
