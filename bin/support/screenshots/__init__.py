"""Pictures of every screen in every state: taken from a real stack in a real browser, for people to look at."""
