"""Shape and clean input."""
