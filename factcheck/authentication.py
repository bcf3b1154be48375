"""Tokens over the API, as knox makes them."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class TokenAuth(TokenAuthentication):  # type: ignore[misc]  # knox publishes no types
    """knox's own, which lets odd bytes end in an error of the server."""

    def authenticate(self, request: Request) -> Any:
        """(user, token), None where no token is sent; AuthenticationFailed for one that is none."""
        try:
            return super().authenticate(request)
        except ValueError as error:  # NUL, or no UTF-8
            raise AuthenticationFailed("Invalid token.") from error


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # nor does this part
    """Tells the OpenAPI description that it is knox's scheme."""

    target_class = "factcheck.authentication.TokenAuth"
