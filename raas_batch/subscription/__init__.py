"""What an organisation hears every day of its persons: daily files, and the base file they go on from."""
