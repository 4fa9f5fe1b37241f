"""Meetings of every body: call, roll, quorum, votes, minutes, resolutions, ideas."""
