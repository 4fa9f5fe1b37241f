"""Pages about people and what the book says."""
