"""How likely a network finds held-back chorales: the field's JSB table, and the networks behind it."""
