"""Shuniu 枢纽: the working platform of a hub of social organisations."""

__version__ = "0.1.0"
