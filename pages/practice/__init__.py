"""Practice: good practices, events and stakeholders of the nine regions. Pure."""
