"""The bank as the outside world: what it may answer, its codes, and the client that speaks SNAP. Knows no models."""
