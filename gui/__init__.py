"""The window. Views take and give plain values, and each feature's controller connects them to the engine.

`app` puts the features together; no feature imports another.
"""
