"""A file on one side, values on the other; no database here."""
