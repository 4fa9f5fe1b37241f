"""Long campaigns: mutated frameworks and workbooks, each ending in a result or a located finding.

``python -m soak`` runs them in full; the tests run a short piece of each.
"""
