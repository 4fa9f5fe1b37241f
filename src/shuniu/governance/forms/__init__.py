"""Forms of the room: shape and clean input."""
