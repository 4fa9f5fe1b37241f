"""The public face of the package."""

from __future__ import annotations

import shuniu.sheets as package


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert list(package.__all__) == sorted(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
