"""Pages of finance, and what a participant is shown of the money."""
