"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from factcheck import failures
from factcheck.health import healthz, readyz

handler403 = failures.denied
handler404 = failures.missing
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/", include("factcheck.api")),
    path("admin/", admin.site.urls),
]
