"""From a file to a published index."""
