"""The kinds of layer that networks are made of.

Each passes values forwards and gradients backwards.
"""
