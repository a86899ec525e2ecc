"""Background work: what runs beside the window and how its results come back."""
