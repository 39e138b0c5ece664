"""MUT: the authentic source tells which identification data of its persons changed, or were corrected."""
