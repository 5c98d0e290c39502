"""Outreach: the priority list, trips, money, follow-up, letters, and the files of each."""
