"""Canonical form, digest, signature, offline verification."""
