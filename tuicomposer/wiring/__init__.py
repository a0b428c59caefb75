"""The one place that names concrete parts and fits them together."""
