"""A trained network as one HTML page to play with: a canvas, and the network that reads it, in plain JavaScript.

The page itself is in resources/playable; here it gets its network, and weights as narrow as changes no answer.
"""
