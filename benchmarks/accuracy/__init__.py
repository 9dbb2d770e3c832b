"""How well a trained network reads: MNIST's test images, pen strokes that people wrote, and images that are no digits.

These benchmarks measure only: no setting is chosen by their figures.
"""
