"""The server killed at random while people work: what was acknowledged stays, nothing is half done."""
