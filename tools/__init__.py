"""What ``./dev`` is made of; standard library only, nothing of it is installed."""
