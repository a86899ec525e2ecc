"""Finding, aligning and judging faces."""
