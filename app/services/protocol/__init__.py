"""Visits as protocol prepares them: the programme, who takes part, what it costs."""
