"""The page of a network that reads well, and the browser that opens it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.shared.browser import NO_BROWSER, Opened, browser, browser_program, opened
from engine.models.classifier import Classifier
from engine.runs.saved_network import SavedRun
from engine.settings.train_settings import TrainSettings
from tests.support.playable import RESULT, page_file


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not browser_program():
        pytest.skip(NO_BROWSER)
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def doubting_file(doubting: Classifier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    calibration = doubting.calibration
    result = replace(RESULT, temperature=calibration.temperature, confidence_threshold=calibration.confidence_threshold)
    run = SavedRun(TrainSettings(), result, doubting.network.state_dict())
    return page_file(run, tmp_path_factory.mktemp("pages"), "My network")


@pytest.fixture(scope="module")
def one_page(chromium: Browser, doubting_file: Path) -> Iterator[Opened]:
    """For tests that leave nothing on it."""
    with opened(chromium, doubting_file) as page:
        yield page
        assert page.problems == []
