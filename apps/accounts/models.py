"""People, and the proofs that a browser is theirs on a host other than the portal's."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A person who can sign in; the address is kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """Addresses are the same in any case of letters."""
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """A person. What they may do follows from their memberships, never from a flag here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside a name."""
        words = self.name.split() or [self.email]
        return "".join(word[:1] for word in [words[0], *words[1:][-1:]]).upper()

    def get_full_name(self) -> str:
        """The name, as Django's templates ask for it."""
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used; `access` decides."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Django's own permissions are not used; `access` decides."""
        return False


class HostSession(models.Model):
    """A browser that is signed in on one host (a workspace's, a site's). Only the token's hash is
    kept.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="host_sessions")
    host = models.CharField(max_length=253)
    session_key = models.CharField(
        max_length=64, db_index=True, help_text="The portal's session it came from."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} on {self.host}"


class HandoffCode(models.Model):
    """A one-time code that turns into a host session: bound to person, host and the browser's
    state, for a minute.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    state_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.CASCADE)
    host = models.CharField(max_length=253)
    session_key = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} to {self.host}"
