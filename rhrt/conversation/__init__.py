"""What people say, understood in the words of a rule pack, and the conversation it belongs to."""
