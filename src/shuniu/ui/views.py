"""Error pages, and the living component page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shuniu.ui import showcase


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component, alive."""
    return render(request, "ui/components.html", showcase.context())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """400."""
    return render(request, "ui/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """403; also what somebody sees whose form was too old."""
    return render(request, "ui/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """404, for what is not there and for what is not theirs alike."""
    return render(request, "ui/error.html", {"code": 404}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, without anything that could break again."""
    try:
        look = staticfiles_storage.url("ui/app.css")
    except ValueError:  # the list of static files may be what is broken
        look = ""
    return render(request, "ui/broken.html", {"look": look}, status=500)


def closed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """An address of a library that this house does not use.

    Raises:
        Http404: always.
    """
    raise Http404
