"""The drawing on its way through the layers, and one number of them with all that it is made of."""
