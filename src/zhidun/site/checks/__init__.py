"""What `./run check` looks at: the tools, and the project's own rules, each with its remedy in the message."""
