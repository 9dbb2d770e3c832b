"""`python -m benchmarks report` measures what README's tables show, on one machine, and writes docs/figures.md.

`parts` says what is measured, `measuring` runs it, `results` keeps it in docs/figures.json, `page` makes the page.
"""
