"""Measurements with the comparison in the same run: ``python -m benchmarks``, not timed tests."""
