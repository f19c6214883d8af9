"""What people type and press, turned into values."""
