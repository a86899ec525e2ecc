"""Where photos come from: files and cameras."""
