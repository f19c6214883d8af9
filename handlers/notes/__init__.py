"""Notes: what is written down while somebody speaks, by a command or in a window."""
