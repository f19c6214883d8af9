"""A live meeting (進行中の会議): steered by one message, and written down in its thread."""
