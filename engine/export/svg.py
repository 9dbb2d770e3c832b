"""A picture as SVG."""

from engine.export.markup import markup
from engine.export.picture import LIGHT, RIM, Line, Mark, Marker, Picture, Words, corners

FONTS = "system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"


def svg(picture: Picture) -> str:
    """One <svg> element. Its classes name the colours, for a page that wants others."""
    title, height = markup(picture.title), picture.height - picture.top
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" height="{height}"'
            f' viewBox="0 {picture.top} {picture.width} {height}" role="img" aria-label="{title}"'
            f' font-family="{FONTS}">',
            f"<title>{title}</title>",
            f'<rect class="filled paper" y="{picture.top}" width="100%" height="100%" fill="{LIGHT["paper"]}"/>',
            *map(_element, picture.marks),
            "</svg>\n",
        ]
    )


def _element(mark: Mark) -> str:
    colour = LIGHT[mark.colour]
    match mark:
        case Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
            dash = f' stroke-dasharray="{mark.dash:g}"' if mark.dash else ""
            return (
                f'<polyline class="drawn {mark.colour}" points="{points}" fill="none" stroke="{colour}"'
                f' stroke-width="{mark.width:g}" stroke-opacity="{mark.opacity:g}" stroke-linejoin="round"{dash}/>'
            )
        case Words():
            x, y = mark.place
            return (
                f'<text class="filled {mark.colour}" x="{x:.1f}" y="{y:.1f}" font-size="{mark.size:g}"'
                f' text-anchor="{mark.anchor}" fill="{colour}" stroke="{LIGHT["paper"]}" stroke-width="{RIM:g}"'
                f' stroke-linejoin="round" paint-order="stroke">{markup(mark.text)}</text>'
            )
        case Marker(place=(x, y), shape="circle"):
            return (
                f'<circle class="filled {mark.colour}" cx="{x:.1f}" cy="{y:.1f}" r="{mark.radius:g}" fill="{colour}"/>'
            )
        case Marker(place=(x, y), shape="ring"):
            return (
                f'<circle class="drawn {mark.colour}" cx="{x:.1f}" cy="{y:.1f}" r="{mark.radius:g}" fill="none"'
                f' stroke="{colour}" stroke-width="2"/>'
            )
        case Marker():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners(mark))
            return f'<polygon class="filled {mark.colour}" points="{points}" fill="{colour}"/>'
