"""Numbers as people say them."""


def count(number: int, noun: str) -> str:
    """The number with its noun in the form that fits: "1 thread", "2 threads"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
