"""The JSON interface: the same answers as the command line gives, for other programs."""
