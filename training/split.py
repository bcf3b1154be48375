"""What training leaves aside, decided by name alone, so that every script and every measure leaves out the same."""

import hashlib


def kept_apart(name: str, every: int) -> bool:
    """Whether ``name`` belongs to the share of one in ``every`` that is kept from training."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % every == 0
