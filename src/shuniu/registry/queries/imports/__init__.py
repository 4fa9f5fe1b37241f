"""Spreadsheets of organisations: what they say, and what that would do to the register."""
