"""Faults on purpose, on a stack of their own that is thrown away afterwards; each ends with one line of JSON."""
