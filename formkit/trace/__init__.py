"""Numbers of a roll-up: what each means, the same counted once more, and where it comes from."""
