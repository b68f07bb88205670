"""Reading the decisions that were sealed."""
