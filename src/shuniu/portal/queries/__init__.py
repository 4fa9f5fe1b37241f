"""What a person meets first: gathered from the rooms below."""
