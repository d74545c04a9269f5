"""The language of rules: conditions, conclusions, facts; how they are read, evaluated and told in words."""
