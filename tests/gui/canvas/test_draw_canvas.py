"""The canvas under a real mouse, finger, pen and keyboard."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.ink.rendering import render
from gui.canvas import digits
from gui.canvas.draw_canvas import DrawCanvas
from gui.canvas.drawing import Strokes
from gui.theme.colours import DARK, LIGHT, Theme
from tests.support.gui.window import shown

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[DrawCanvas]:
    yield from shown(qtbot, DrawCanvas(), 300, 300)


def drag(canvas: DrawCanvas, *points: tuple[int, int], button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, QPoint(*point))
    QTest.mouseRelease(canvas, button, pos=QPoint(*points[-1]))


def drawn(canvas: DrawCanvas) -> Strokes:
    return canvas.drawing.strokes


def that_every_segment_is_told_at_once(canvas: DrawCanvas) -> None:
    told: list[int] = []
    canvas.changed.connect(lambda strokes: told.append(sum(map(len, strokes))))
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(120, 100))
    QTest.mouseMove(canvas, QPoint(140, 110))
    assert told == [1, 2, 3]
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(140, 110))


def that_a_click_is_a_dot(canvas: DrawCanvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    assert canvas.drawing.strokes == (((0.0, 0.0),),)
    assert ink(canvas, 150, 150) and not ink(canvas, 150, 180)


def that_moving_without_a_button_draws_nothing(canvas: DrawCanvas) -> None:
    QTest.mouseMove(canvas, QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(90, 90))
    assert canvas.drawing.strokes == ()


def that_the_right_button_erases_and_undo_brings_it_back(canvas: DrawCanvas) -> None:
    drag(canvas, (50, 150), (250, 150))
    drag(canvas, (150, 100), (150, 200), button=RIGHT)
    assert len(canvas.drawing.strokes) == 2
    assert not ink(canvas, 150, 150) and ink(canvas, 70, 150) and ink(canvas, 230, 150)
    canvas.undo()
    assert len(canvas.drawing.strokes) == 1 and ink(canvas, 150, 150)


def that_strokes_may_leave_the_canvas(canvas: DrawCanvas) -> None:
    drag(canvas, (150, 150), (500, -200))
    (stroke,) = canvas.drawing.strokes
    assert stroke[-1][0] > 0.5 and stroke[-1][1] < -0.5


def ink(canvas: DrawCanvas, x: int, y: int) -> bool:
    return canvas.grab().toImage().pixelColor(x, y).name() == LIGHT.ink


def that_a_finger_draws_and_the_palm_does_not(canvas: DrawCanvas) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, QPoint(100, 150)).press(1, QPoint(280, 290)).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(150, 150)).stationary(1).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(150, 150)).release(1, QPoint(280, 290)).commit()
    (stroke,) = canvas.drawing.strokes
    assert np.allclose(stroke, [(-1 / 6, 0), (0, 0)], atol=0.01)


def pen(canvas: DrawCanvas, kind: QEvent.Type, x: float, y: float, tip: QPointingDevice.PointerType) -> None:
    device = QPointingDevice("tablet", 8, QInputDevice.DeviceType.Stylus, tip, QInputDevice.Capability.Position, 1, 1)
    event = QTabletEvent(
        kind, device, QPointF(x, y), QPointF(x, y), 0.5, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, LEFT, LEFT
    )
    QApplication.sendEvent(canvas, event)


def that_a_tablet_pen_draws_and_its_other_end_erases(canvas: DrawCanvas) -> None:
    tip, eraser = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
    for kind, x in ((QEvent.Type.TabletPress, 50.5), (QEvent.Type.TabletMove, 250), (QEvent.Type.TabletRelease, 250)):
        pen(canvas, kind, x, 150, tip)
    assert canvas.drawing.strokes == (((-0.33166666666666667, 0.0), (1 / 3, 0.0)),)
    pen(canvas, QEvent.Type.TabletPress, 150, 150, eraser)
    pen(canvas, QEvent.Type.TabletRelease, 150, 150, eraser)
    assert len(canvas.drawing.strokes) == 2


def that_arrow_keys_move_the_pen_with_control_and_draw_with_shift_as_well(canvas: DrawCanvas) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(canvas, Qt.Key.Key_Left, control)
    assert canvas.drawing.strokes == ()
    for key in (*[Qt.Key.Key_Down] * 3, Qt.Key.Key_Right):
        QTest.keyClick(canvas, key, control | shift)
    (stroke,) = drawn(canvas)
    assert stroke[0] == (-0.04, 0.0) and stroke[3] == pytest.approx((-0.04, 0.12))
    assert stroke[-1] == pytest.approx((0, 0.12))


def that_a_stroke_drawn_by_keys_is_one_step_of_undo_until_the_pen_is_lifted_or_something_else_draws(
    canvas: DrawCanvas,
) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    def three_keys() -> None:
        for _ in range(3):
            QTest.keyPress(canvas, Qt.Key.Key_Shift, control)
            QTest.keyClick(canvas, Qt.Key.Key_Down, control | shift)
            QTest.keyRelease(canvas, Qt.Key.Key_Shift, control)

    three_keys()
    QTest.keyClick(canvas, Qt.Key.Key_Right, control)
    three_keys()
    drag(canvas, (20, 20), (40, 20))
    three_keys()
    drag(canvas, (150, 290), (160, 290), button=RIGHT)
    three_keys()
    lengths = [len(stroke) for stroke in drawn(canvas)]
    assert lengths == [4, 4, 2, 4, 4]
    for left in range(4, -1, -1):
        canvas.undo()
        assert [len(stroke) for stroke in drawn(canvas)] == lengths[:left]


@pytest.mark.parametrize("size", [200, 400, 800])
def that_a_digit_drawn_by_mouse_is_the_same_image_at_any_size(canvas: DrawCanvas, size: int) -> None:
    canvas.resize(size, size)
    for _, strokes in digits():
        canvas.clear()
        for stroke in strokes:
            drag(canvas, *((round(size / 2 + x * size), round(size / 2 + y * size)) for x, y in stroke))
        drawn, direct = render(canvas.drawing.strokes), render(strokes)
        assert drawn is not None and direct is not None
        assert abs(drawn.astype(int) - direct).mean() < (8 if size == 200 else 4)


def that_a_resized_canvas_keeps_the_drawing_in_its_middle(canvas: DrawCanvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    canvas.resize(500, 240)
    assert ink(canvas, 250, 120)


def that_ink_can_be_seen_in_both_schemes(canvas: DrawCanvas) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    for theme in (LIGHT, DARK):
        canvas.set_theme(theme)
        image = canvas.grab().toImage()
        assert image.pixelColor(150, 150).name() == theme.ink
        assert image.pixelColor(60, 60).name() == theme.canvas


def looks(canvas: DrawCanvas, theme: Theme) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How far each of 28x28 places is from canvas to ink, 0 to 1; canvas 300x300."""
    picture = canvas.grab().toImage()
    ground, ink = theme.canvas, theme.ink
    grey = np.array([[picture.pixelColor(x, y).red() for x in range(300)] for y in range(300)], float)
    low, high = int(ground[1:3], 16), int(ink[1:3], 16)
    places = ((np.arange(28) + 0.5) * 300 / 28).astype(int)
    return ((grey - low) / (high - low))[np.ix_(places, places)]


def that_a_picture_on_the_canvas_looks_like_the_image_in_both_schemes(canvas: DrawCanvas, digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    canvas.show_image(image)
    for theme in (LIGHT, DARK):
        canvas.set_theme(theme)
        seen = looks(canvas, theme)[1:-1, 1:-1]
        wanted = image[1:-1, 1:-1] / 255
        assert np.abs(seen - wanted).mean() < 0.04 and np.corrcoef(seen.ravel(), wanted.ravel())[0, 1] > 0.98


def that_a_picture_is_told_of_and_has_no_strokes_to_teach(canvas: DrawCanvas, digits: Splits) -> None:
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    told: list[Strokes] = []
    canvas.changed.connect(told.append)
    canvas.show_image(digits.test.images[0, 0].numpy())
    canvas.undo()
    canvas.redo()
    assert [len(strokes) for strokes in told] == [0, 1, 0]


def that_drawing_on_a_picture_takes_it_away_and_undo_brings_it_back(canvas: DrawCanvas, digits: Splits) -> None:
    canvas.show_image(digits.test.images[0, 0].numpy())
    before = canvas.grab().toImage()
    drag(canvas, (20, 20), (40, 20))
    assert canvas.drawing.picture is None and len(drawn(canvas)) == 1 and not ink(canvas, 150, 150)
    canvas.undo()
    assert canvas.drawing.picture is not None and canvas.grab().toImage() == before


def that_a_canvas_that_changes_under_the_pen_lifts_it(canvas: DrawCanvas, digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    for change in (canvas.clear, canvas.undo, lambda: canvas.show_image(image)):
        QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
        change()
        QTest.mouseMove(canvas, QPoint(150, 150))
        QTest.mouseRelease(canvas, LEFT, pos=QPoint(150, 150))
        assert drawn(canvas) == ()


def that_the_frame_of_a_digit_at_the_edge_is_whole(canvas: DrawCanvas) -> None:
    canvas.show_found([(QRectF(-0.5, -0.2, 0.2, 0.4), "1"), (QRectF(0.3, -0.5, 0.2, 1.0), "7")])
    image = canvas.grab().toImage()

    def frame(x: int) -> int:
        return sum(image.pixelColor(x, y) == QColor(LIGHT.accent) for y in range(canvas.height()))

    columns = range(2, canvas.width() - 2)
    upright = [x for x in columns if frame(x) > 0.4 * canvas.height()]
    assert upright[0] < 12 and upright[-1] > canvas.width() - 13, "the outer sides of both frames"
