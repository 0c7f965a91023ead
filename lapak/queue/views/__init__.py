"""Edges of the queue: displays, the ticket page, the reception, the page one follows on a phone. They decide nothing."""
