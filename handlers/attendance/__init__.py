"""Attendance (出欠): the roll in its channel, marked at the door, and the quorum beside it."""
