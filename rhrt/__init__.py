"""RHRT: the continuum of need as rules, and everything that rests on it."""
