"""What one decision costs, beside other rule engines given the same rules."""
