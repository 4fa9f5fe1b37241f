"""Files sent through their door, and a person's notices."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shuniu.base import files as kept
from shuniu.base import notices as told
from shuniu.base.doors import found
from shuniu.base.models import StoredFile
from shuniu.base.paging import page_of


@login_required
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Send a file as an attachment; a picture of our own making may be shown."""
    row = get_object_or_404(StoredFile, pk=pk)
    found(row if kept.may_reach(request.user, row) else None)
    path = found(kept.path_of(row) if kept.path_of(row).is_file() else None)
    shown = "view" in request.GET and row.media_type in kept.SHOWN
    response = FileResponse(path.open("rb"), content_type=row.media_type)
    how = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(row.name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person."""
    page = page_of(told.all_of(int(request.user.pk or 0)), request)
    return render(request, "base/notices.html", {"page": page})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    told.mark_read(int(request.user.pk or 0))
    return redirect("base:notices")


@login_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it points."""
    row = get_object_or_404(told.all_of(int(request.user.pk or 0)), pk=pk)
    told.mark_read(int(request.user.pk or 0), pk)
    if row.url and url_has_allowed_host_and_scheme(row.url, allowed_hosts=None):
        return redirect(row.url)
    return redirect("base:notices")
