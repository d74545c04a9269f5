"""How to ask and show: one file a command, and the text they share. Only this layer prints and exits."""
