"""How the page of a run looks: on a screen light or dark as the reader has it, on paper always light."""

from engine.export.picture import DARK, LIGHT, Colour

SHADES: dict[str, tuple[str, str]] = {
    "page": ("#eef0f3", "#12151a"),
    "changed": ("#fdf0d5", "#3a3018"),
    "right": ("0 114 178", "86 180 233"),
    "wrong": ("213 94 0", "230 159 0"),
}
"""What the curve does not have, light and dark; the last two as red, green and blue, to be laid on thinly."""

RULES = """
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 3rem; max-width: 62rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere }
h2 { margin: 0 0 .75rem; font-size: 1.1rem }
header p { margin: .35rem 0 0; color: var(--muted) }
header .note { color: var(--text); white-space: pre-wrap; overflow-wrap: anywhere }
section { margin-top: 1.25rem; padding: 1.1rem 1.25rem; border: 1px solid var(--grid); border-radius: .6rem;
  background: var(--paper); overflow-x: auto }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.6rem, 1fr)); gap: 1rem 1.25rem; margin: 0 }
.figures div { display: flex; flex-direction: column; justify-content: space-between }
.figures dt { color: var(--muted); font-size: .85rem; line-height: 1.3 }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums }
.columns { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 1.25rem }
.columns section { flex: 1 1 20rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.columns table, .epochs { width: 100% }
th, td { padding: .28rem .6rem; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top }
thead th { color: var(--muted); font-size: .85rem; font-weight: 500 }
tbody th { font-weight: 400 }
tbody tr:last-child > * { border-bottom: 0 }
.numbers td, .numbers th { text-align: right }
.changed { background: var(--changed) }
.changed td { font-weight: 600 }
.changed td + td { color: var(--muted); font-weight: 400 }
.legend { margin: .7rem 0 0; color: var(--muted); font-size: .85rem }
.legend .changed { padding: .1rem .4rem; border-radius: .25rem }
.best td, .best th { font-weight: 600 }
.confusion td, .confusion th { width: 3.6rem; padding: .35rem .3rem; border: 0; text-align: center }
.confusion tbody th { color: var(--muted) }
.confusion td { border: 2px solid var(--paper); border-radius: .4rem; background: rgb(var(--shade) / var(--share)) }
.right { --shade: var(--right) }
.wrong { --shade: var(--wrong) }
.mistakes { display: flex; flex-wrap: wrap; gap: .9rem; margin: 0; padding: 0; list-style: none }
.mistakes li { width: 5.6rem; color: var(--muted); font-size: .85rem; line-height: 1.35 }
.mistakes img { display: block; width: 100%; height: auto; margin-bottom: .25rem; border-radius: .3rem;
  border: 1px solid var(--grid); image-rendering: pixelated }
.mistakes b { color: var(--text) }
svg { display: block; width: 100%; height: auto }
@media print {
  body { max-width: none; padding: 0; background: none; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact }
  section { padding: .6rem .8rem; overflow: visible; break-inside: avoid }
  section.long { break-inside: auto }
  tr, li { break-inside: avoid }
  h2 { break-after: avoid }
}
"""


def page_style() -> str:
    """The content of the page's <style>."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n:root {{ {_variables(DARK, 1)} }}\n}}"
    return f":root {{ color-scheme: light dark; {_variables(LIGHT, 0)} }}\n{dark}\n{RULES.strip()}\n{_curve()}"


def _variables(colours: dict[Colour, str], place: int) -> str:
    every = [*colours.items(), *((name, shades[place]) for name, shades in SHADES.items())]
    return "; ".join(f"--{name}: {value}" for name, value in every)


def _curve() -> str:
    """The page's colours for what svg.py draws."""
    rules = [
        f"svg .drawn.{name} {{ stroke: var(--{name}) }} svg .filled.{name} {{ fill: var(--{name}) }}" for name in LIGHT
    ]
    return "\n".join([*rules, "svg text { stroke: var(--paper) }"])
