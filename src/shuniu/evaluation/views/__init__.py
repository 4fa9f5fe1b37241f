"""Requests to pages."""
