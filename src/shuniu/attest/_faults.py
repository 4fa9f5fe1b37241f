"""What can be wrong with a sealed file."""

from __future__ import annotations


class AttestError(ValueError):
    """A file that is not accepted."""


class Malformed(AttestError):  # noqa: N818 (it says what is the case)
    """It is no sealed file of ours, or not in its one written form."""


class Changed(AttestError):  # noqa: N818 (it says what is the case)
    """Its content is not what was signed."""


class UnknownSigner(AttestError):  # noqa: N818 (it says what is the case)
    """It is whole, and signed by somebody whom the reader does not know."""


class Locked(AttestError):  # noqa: N818 (it says what is the case)
    """It is locked, and the code does not open it."""
