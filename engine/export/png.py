"""A picture as PNG, through Pillow."""

import io

from PIL import Image as Pillow
from PIL import ImageColor, ImageDraw

from engine.export.picture import LIGHT, RIM, Line, Mark, Marker, Picture, Point, Words, corners, font

OUTPUT, FINER = 2, 2
"""The file has twice the picture's pixels, for sharp prints, and is drawn twice as fine again and then shrunk."""


def png(picture: Picture) -> bytes:
    """The content of a PNG file, on white paper."""
    scale = OUTPUT * FINER
    page = Pillow.new("RGB", (picture.width * scale, picture.height * scale), LIGHT["paper"])
    pen = ImageDraw.Draw(page)
    for mark in picture.marks:
        _draw(pen, mark, scale)
    content = io.BytesIO()
    seen = page.crop((0, picture.top * scale, page.width, page.height))
    seen.resize((seen.width // FINER, seen.height // FINER), Pillow.Resampling.BOX).save(content, "PNG")
    return content.getvalue()


def _draw(pen: ImageDraw.ImageDraw, mark: Mark, scale: int) -> None:
    colour = LIGHT[mark.colour]
    match mark:
        case Line():
            for points in _dashes(mark) if mark.dash else [mark.points]:
                places = [(x * scale, y * scale) for x, y in points]
                pen.line(places, _on_paper(colour, mark.opacity), round(mark.width * scale), joint="curve")
        case Words():
            x, y = mark.place
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
            rim = round(RIM * scale / 2)
            letters = font(mark.size * scale)
            pen.text(
                (x * scale, y * scale), mark.text, colour, letters, anchor, stroke_width=rim, stroke_fill=LIGHT["paper"]
            )
            # The rim is drawn around each letter, over the ones before it.
            pen.text((x * scale, y * scale), mark.text, colour, letters, anchor)
        case Marker(place=(x, y), shape="circle" | "ring"):
            filled = mark.shape == "circle"
            # Pillow's outline lies inside the radius, SVG's on both sides of it.
            radius = mark.radius if filled else mark.radius + 1
            box = [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale]
            pen.ellipse(box, fill=colour if filled else None, outline=colour, width=1 if filled else 2 * scale)
        case Marker():
            pen.polygon([(x * scale, y * scale) for x, y in corners(mark)], fill=colour)


def _dashes(line: Line) -> list[list[Point]]:
    """Its dashes one by one; they begin anew at each point of the line."""
    dashes: list[list[Point]] = []
    for (x, y), (to_x, to_y) in zip(line.points, line.points[1:], strict=False):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        for number in range(int(length / line.dash / 2) + 1):
            start = min(2 * number * line.dash / length, 1) if length else 0.0
            end = min((2 * number + 1) * line.dash / length, 1) if length else 0.0
            dashes.append([(x + share * (to_x - x), y + share * (to_y - y)) for share in (start, end)])
    return dashes


def _on_paper(colour: str, opacity: float) -> tuple[int, ...]:
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(LIGHT["paper"]), strict=True)
    return tuple(round(opacity * ink + (1 - opacity) * paper) for ink, paper in pairs)
