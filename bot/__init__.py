"""From a question to a cited answer, and the faces it has."""
