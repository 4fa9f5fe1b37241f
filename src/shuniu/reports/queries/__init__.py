"""What papers say, compiled from records."""
