"""What all kinds of layer share: the base class, the registry that finds the kinds, and the fallback to autograd.

A new kind of layer needs no change here.
"""
