"""Who is asking: the type that every `visible_to(user)` takes."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

User = AbstractBaseUser | AnonymousUser


def sees_all(user: User) -> bool:
    """Superusers keep the system running; no case is closed to them."""
    return bool(user.is_active and getattr(user, "is_superuser", False))
