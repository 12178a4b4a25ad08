"""Dates as texts tell them: by day, weekday, lapse, year, from the day of publication."""
