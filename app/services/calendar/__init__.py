"""The calendar: what happens when."""
