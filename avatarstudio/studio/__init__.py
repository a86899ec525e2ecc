"""The state of one person's work, observable; no widgets."""
