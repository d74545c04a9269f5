"""For the coach: the catalogue of rules, and a reader's own copy of the article against the ledger."""
