"""Why, why not, and what would change it: rendered from the trace, or tried through the engine."""
