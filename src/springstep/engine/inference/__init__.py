"""From a case to firings: its facts, the rules run by experta layer by layer, conclusions joined."""
