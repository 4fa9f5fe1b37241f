"""Reads: the list, matters, who studies, who is related, how far the chain is."""
