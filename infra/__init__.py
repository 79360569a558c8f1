"""What builds, deploys and runs Portico; nothing here is shipped in a function."""
