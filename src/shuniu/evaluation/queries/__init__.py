"""Reads: scores, sheets, lists."""
