"""The live side of the rooms: a process of its own that forwards packets; no models, no database."""
