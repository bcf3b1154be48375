"""Every address of the API."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import APIRootView, DefaultRouter

from claims.api import views as claims
from factcheck.login import LoginView, LogoutAllView, LogoutView
from sources.api import imports
from sources.api import views as sources


@extend_schema(exclude=True)
class RootView(APIRootView):
    """What there is."""

    renderer_classes = [JSONRenderer]
    permission_classes = [IsAuthenticated]


class Router(DefaultRouter):
    APIRootView = RootView
    include_format_suffixes = False


router = Router()
router.register("cases", sources.CaseView)
router.register("sources", sources.SourceView)
router.register("documents", sources.DocumentView)
router.register("imports", imports.ImportView)
router.register("items", imports.ItemView)
router.register("events", claims.EventView)
router.register("claims", claims.ClaimView)
router.register("attributions", claims.AttributionView)
router.register("links", claims.LinkView)
router.register("origins", claims.OriginView)
router.register("passages", claims.PassageView)
router.register("credits", claims.CreditView)
router.register("conflicts", claims.ConflictView)
router.register("assessments", claims.AssessmentView)

v1: list[URLPattern | URLResolver] = [
    path("login/", LoginView.as_view(), name="api-login"),
    path("logout/", LogoutView.as_view(), name="api-logout"),
    path("logoutall/", LogoutAllView.as_view(), name="api-logout-all"),
    path("", include(router.urls)),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="api-schema", template_name="factcheck/api_docs.html"
        ),
        name="api-docs",
    ),
]
