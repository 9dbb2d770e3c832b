"""How well a trained network reads: MNIST's test images, photographs, and data sets of others.

These benchmarks measure only: no setting is chosen by their figures.
"""
