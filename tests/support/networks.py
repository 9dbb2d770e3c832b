"""The networks that most tests run with: the default one, and the starting document's."""

MODELS = ("cnn", "simple")
