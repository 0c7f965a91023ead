"""The supervisor's second look: what waits, and one case with its evidence, tax and flags."""
