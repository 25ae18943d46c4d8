"""The knowledge base: what a regulation is, where it is kept, how it is searched, what is computed from it."""
