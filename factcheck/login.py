"""Tokens for the API: get one for a name and a password, and give it back. Only their hashes are kept."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from drf_spectacular.utils import OpenApiResponse, extend_schema
from knox.models import get_token_model
from rest_framework import serializers, status
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle

from factcheck.authentication import TokenAuth
from sources.api.base import StrictView

WRONG = "The name or the password is wrong."


class Credentials(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False)


class Token(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="For the header `Authorization: Token …`.")
    expiry = serializers.DateTimeField(help_text="Until when it is good.")


class ByAddress(ScopedRateThrottle):
    """So many attempts from one address. What a header says of it counts where NUM_PROXIES is set."""

    def get_ident(self, request: Request) -> str:
        if api_settings.NUM_PROXIES is None:
            return str(request.META.get("REMOTE_ADDR", ""))
        return str(super().get_ident(request))


class LoginView(StrictView):
    """A token for a name and a password, given as JSON or as HTTP Basic authentication."""

    # The password is looked at below, after the throttle: an authentication class would come first.
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [ByAddress]
    throttle_scope = "login"

    @extend_schema(
        request=Credentials,
        responses={
            200: Token,
            401: OpenApiResponse(description=WRONG),
            429: OpenApiResponse(description="Too many attempts; try again later."),
        },
    )
    def post(self, request: Request) -> Response:
        user = self._user(request)
        stored, token = get_token_model().objects.create(user=user)
        user_logged_in.send(sender=type(user), request=request, user=user)
        return Response(Token({"token": token, "expiry": stored.expiry}).data)

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"  # "Basic" would make a browser ask for the password over and over

    def _user(self, request: Request) -> Any:
        try:
            basic = BasicAuthentication().authenticate(request)
        except ValueError as error:  # a name with NUL, which PostgreSQL does not take
            raise AuthenticationFailed(WRONG) from error
        if basic is not None:
            return basic[0]
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        user = authenticate(request, **given.validated_data)
        if user is None:
            raise AuthenticationFailed(WRONG)
        return user


class LogoutView(StrictView):
    """Ends the token that the request came with."""

    authentication_classes = [TokenAuth]
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        request.auth.delete()
        user_logged_out.send(sender=type(request.user), request=request, user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogoutAllView(LogoutView):
    """Ends every token of the user."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        get_token_model().objects.filter(user=request.user).delete()
        user_logged_out.send(sender=type(request.user), request=request, user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
