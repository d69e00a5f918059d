"""The way out: what may be asked for, to which checked address we connect, what was said. No Django here."""
