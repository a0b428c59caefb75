"""What the actions do, one group of the registry a module."""
