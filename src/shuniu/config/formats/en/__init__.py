"""Dates and numbers as they stand in tables."""
