"""The five states of the data desk on the screen: what each shows, asks and does."""
