"""The rule graph: facts, the rules that read them, and what those conclude; as data, text and a picture."""
