"""The site under ten thousand organisations: pages, the proposal, an import; on both databases."""
