"""Looking back over what was decided."""
