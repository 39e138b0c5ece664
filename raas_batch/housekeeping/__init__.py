"""Looks after the register once a week: whether what it holds is still what was sent."""
