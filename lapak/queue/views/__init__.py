"""Edges of the queue: displays, ticket page, reception, the page one follows on a phone. They decide nothing."""
