# People
people-name-missing = The name is missing. Write it, then save again.
