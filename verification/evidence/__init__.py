"""Recordings and stills of a talk: begun with consent, sealed, shown to few, each look noted, forgotten in time."""
