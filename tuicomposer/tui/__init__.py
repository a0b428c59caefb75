"""The composer's screen: a Textual application over ports that wiring fills."""
