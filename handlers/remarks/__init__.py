"""Putting remarks right: their words, their speaker, their place; withdrawn and restored."""
