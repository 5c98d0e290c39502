"""What a table means: the vocabulary of offices, the dates that they write, and the ledger of evidence."""
