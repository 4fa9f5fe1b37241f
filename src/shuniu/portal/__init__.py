"""Home, to-dos, search, dashboards: what every person meets first."""
