"""The pages, those of the Lab among them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.app.main_window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier


def page(window: MainWindow) -> QWidget:
    return window.pages.page


def that_no_name_of_a_page_hides_behind_an_arrow_in_a_small_window(window: MainWindow) -> None:
    window.resize(1024, 640)
    for bar in (window.pages.tabs.tabBar(), window.pages.lab.tabBar()):
        window.pages.show_page(window.rate_panel)
        QTest.qWait(0)
        assert sum(bar.tabRect(place).width() for place in range(bar.count())) <= window.pages.width()


def that_a_page_of_the_lab_is_found_by_its_key_and_by_its_name(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_9, ALT)
    assert page(window) is window.cpu_panel and window.cpu_panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_2, ALT)
    assert page(window) is window.chart_page
    bars = window.pages.tabs.tabBar(), window.pages.lab.tabBar()
    for bar, name in zip(bars, ("Lab", "Compression"), strict=True):
        (place,) = [place for place in range(bar.count()) if bar.tabText(place) == name]
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    assert page(window) is window.compress_panel and window.compress_panel.isVisible()


def that_the_canvas_is_never_higher_than_wide_and_grows_with_the_window(window: MainWindow) -> None:
    sides = []
    for width, height in ((1024, 640), (1366, 768), (1920, 1080)):
        window.resize(width, height)
        QTest.qWait(0)
        sides.append(window.canvas.height())
        assert window.canvas.height() <= window.canvas.width()
    assert sides == sorted(sides) and sides[0] < sides[-1]
