"""The room where the next meeting is decided: planned, shown, called off, told and printed."""
