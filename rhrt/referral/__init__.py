"""What follows from a level: the response, the way there, and who answers the telephone now."""
