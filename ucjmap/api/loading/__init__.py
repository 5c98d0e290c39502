"""Loading: boundaries, tables, targets, lists of codes; drafts, reports and the history of imports."""
