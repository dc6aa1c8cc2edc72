"""What a reader takes away of a view: picture, slide, table, citation, report."""
