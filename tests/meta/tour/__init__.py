"""A newcomer's tour: six changes that a contributor makes sooner or later, each made for real in a copy of the tree."""
