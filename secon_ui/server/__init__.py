"""Who may do what, and what stands before the app in the server."""
