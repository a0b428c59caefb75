"""What the composer's screen is made of, one part of the picture a module."""
