"""Wakes up: settings, store, clock and Slack are put together here."""
