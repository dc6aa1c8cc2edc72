"""Work beside the server, in processes of its own: files that are read, pictures that are drawn."""
