"""Papers that compile several rooms: score sheets, decisions, notices, summaries."""
