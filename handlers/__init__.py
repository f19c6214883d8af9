"""Answers: one room for each thing people do in Slack."""
