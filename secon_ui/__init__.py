"""What the app draws: views and links, words, colours, charts, maps and tables."""
