"""Rounds, answers, assessment, proposals, decisions, publicity, objections, issued grades."""
