"""What the pages are compared with: one plain Django view on the same rows, no middleware, no rules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from shuniu.registry.models import Organisation

_LINES = (
    "<!doctype html><title>bare</title><p>{{ count }}</p><table>{% for one in rows %}"
    "<tr><td>{{ one.name }}</td><td>{{ one.code }}</td><td>{{ one.get_type_display }}</td>"
    "<td>{{ one.registered_on }}</td></tr>{% endfor %}</table>"
)


def rows(request: HttpRequest) -> HttpResponse:
    """The first twenty organisations and how many there are."""
    template = engines["django"].from_string(_LINES)
    shown = {
        "rows": Organisation.objects.order_by("code")[:20],
        "count": Organisation.objects.count(),
    }
    return HttpResponse(template.render(shown, request))


urlpatterns = [path("bare/", rows)]
