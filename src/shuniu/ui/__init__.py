"""Base templates, components, the form renderer, charts, the document engine."""
