"""Every address, room by room."""

from django.urls import include, path, re_path

from shuniu.config.api import api
from shuniu.ui.views import closed

# Nobody signs up, confirms a mail address or resets a password by mail: links come from people.
CLOSED = r"^account/(?:email|signup|confirm-email|inactive|password/set|password/reset|login/code)"

urlpatterns = [
    re_path(CLOSED, closed),
    path("account/", include("shuniu.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("", include("shuniu.base.urls")),
    path("components/", include("shuniu.ui.urls")),
    path("", include("shuniu.registry.urls")),
    path("", include("shuniu.evaluation.urls")),
    path("matters/", include("shuniu.governance.urls")),
    path("meetings/", include("shuniu.meetings.urls")),
    path("members/", include("shuniu.members.urls")),
    path("papers/", include("shuniu.reports.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    path("", include("shuniu.portal.urls")),
]
handler400 = "shuniu.ui.views.bad_request"
handler403 = "shuniu.ui.views.forbidden"
handler404 = "shuniu.ui.views.not_found"
handler500 = "shuniu.ui.views.broken"
