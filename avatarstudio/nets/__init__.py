"""Networks, weight files and the catalog of models."""
