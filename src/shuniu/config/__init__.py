"""Settings, addresses, the way in: the only list of every room."""
