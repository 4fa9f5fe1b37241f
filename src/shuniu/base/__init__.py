"""What every room stands on: verdicts, moves, the audit chain, events, files, facts, the clock.

Users are known here by an opaque number only; the rooms above say who they are.
"""
