"""Reads: what the rules of a kind say, who is on a roll, how a meeting stands, what is due."""
