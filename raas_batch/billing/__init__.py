"""What organisations used in a month and what it costs: prices, statements, how they are written."""
