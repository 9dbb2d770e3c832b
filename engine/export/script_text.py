"""Texts in a Python script: they stay texts, whatever is in them."""


def literal(text: str) -> str:
    """A string of Python in double quotes, on one line, that is this text and nothing else."""
    letters = (_escaped(letter) if letter in '"\\' or not letter.isprintable() else letter for letter in text)
    return f'"{"".join(letters)}"'


def _escaped(letter: str) -> str:
    return f"\\{letter}" if letter in '"\\' else letter.encode("unicode_escape", "backslashreplace").decode()


def commented(text: str) -> str:
    """What may stand behind a # without ending the line or the comment, or telling Python how the file is encoded."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return seen.replace("coding:", "coding").replace("coding=", "coding")
