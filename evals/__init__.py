"""The regression question set, its metrics and its report."""
