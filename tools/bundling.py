"""The archive for a machine without internet."""


def make() -> None:
    """Make the archive under dist/."""
