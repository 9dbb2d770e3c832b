"""What several benchmarks use: alternating rounds, medians, printed figures, a trained network, a data server.

No command lives here.
"""
