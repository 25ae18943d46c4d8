"""What a search can find: the units of a regulation."""

from __future__ import annotations

from kb.model import Reference, Regulation


def units_of(regulation: Regulation) -> tuple[Reference, ...]:
    """Every paragraph, and every item after its paragraph."""
    return tuple(reference for reference in regulation.references() if reference.paragraph is not None)
