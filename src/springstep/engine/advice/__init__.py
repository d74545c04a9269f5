"""From an inference to what is returned: the plan on a clock, every decision with its reasons, the trace."""
