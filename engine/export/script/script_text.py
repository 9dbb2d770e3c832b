"""Texts in a Python script. They cannot become code, whatever they contain."""


def literal(text: str) -> str:
    """A Python string literal for this text, in double quotes and on one line."""
    letters = (_escaped(letter) if letter in '"\\' or not letter.isprintable() else letter for letter in text)
    return f'"{"".join(letters)}"'


def _escaped(letter: str) -> str:
    return f"\\{letter}" if letter in '"\\' else letter.encode("unicode_escape", "backslashreplace").decode()


def commented(text: str) -> str:
    """The text of a comment. It neither ends the line nor declares an encoding of the file."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return seen.replace("coding:", "coding").replace("coding=", "coding")
