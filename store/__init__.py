"""Remembers: the record of what was said, in one SQLite file. Has never heard of Slack."""
