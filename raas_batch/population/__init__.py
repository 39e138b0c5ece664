"""POP: the authentic source loads and refreshes the mirror of its persons."""
