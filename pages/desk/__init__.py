"""The data desk: from a sent file to a published revision, step by step."""
