"""The command line: `zhidun <group> <command>`; each file beside this one with a `group` is one group."""
