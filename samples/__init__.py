"""Invented data for demonstrations; no organisation in it exists."""
