"""Who did it before: profiles of infringers over every trace, past cases, serial complainers, false claims (一)."""
