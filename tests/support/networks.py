"""The networks that most tests run with: the default one, and the starting document's."""

MODELS = ("cnn", "simple")

OWN = {
    "residual": "conv 4 5x5 stride 3, relu, conv 4 3x3 padding 1, batch norm, gelu, dropout 0.3, add 4, relu, flatten, "
    "output",
    "residual of pixels": "relu, conv 1 3x3 padding 1, sigmoid, add 3, add 4, average pool 4, flatten, output",
    "of units": "batch norm, flatten, linear 9, batch norm, leaky relu 0.2, linear 9, tanh, add 2, dropout 0.2, output",
    "without weights between": "max pool 3, tanh, flatten, output",
}
"""Networks that a person may build, with all kinds of layer and residual connections."""
