"""The outreach page with its tabs: list, clusters, trips, money, follow-up."""
