"""The house put together: settings, addresses, processes. The only room that knows everything."""
