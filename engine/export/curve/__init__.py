"""The curves of a run as a picture.

SVG and PNG look alike.
"""
