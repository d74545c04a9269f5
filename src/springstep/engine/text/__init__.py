"""Strict text: YAML and JSON with positions, and shapes checked against it."""
