"""The rules as Python: code generated from the condition tree, and what runs it."""
