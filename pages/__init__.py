"""The pages, one folder each: ``page.py`` places, the modules beside it are pure."""
