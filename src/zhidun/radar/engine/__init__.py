"""The sweep itself, on files or rows alone: no Django, no database, on one machine or on a cluster."""
