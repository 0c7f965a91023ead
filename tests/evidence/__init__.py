"""Recordings and stills."""
