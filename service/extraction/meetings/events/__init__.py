"""Which words report an event, of which kind it is, in which state, with what outcome."""
