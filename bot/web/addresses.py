"""Addresses of this site."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit


def with_query(path: str, **values: str) -> str:
    return f"{path}?{urlencode(values)}"


def local(address: str, otherwise: str = "/") -> str:
    """The address if it is one of this site's own, so that nobody is sent elsewhere by a link that looks like ours."""
    parts = urlsplit(address)
    fine = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if fine and not parts.scheme and not parts.netloc else otherwise
