"""What a person prefers, read from one TOML file."""
