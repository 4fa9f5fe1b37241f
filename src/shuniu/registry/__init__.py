"""Organisations (the hub itself is one), persons, bodies, posts, partners, coverage."""
