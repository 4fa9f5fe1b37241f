"""Members, activists, floating members: what they agreed to, their steps, their transfers."""
