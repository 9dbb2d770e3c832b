"""Random actions in the real window. `hand` acts with mouse and keys; `watch` collects whatever goes wrong."""
