"""What the page «Enterprises» shows: who is there, what they do, how well they are known. Pure."""
