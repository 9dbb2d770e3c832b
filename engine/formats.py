"""Numbers as people read them."""


def count(number: int, noun: str) -> str:
    """The number with its noun in the form that fits: "1 thread", "2 threads"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float, decimals: int = 2) -> str:
    """A share from 0 to 1 in percent: "99.41%"."""
    return f"{share:.{decimals}%}"
