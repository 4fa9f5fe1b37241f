"""Files, notices, the book."""

from django.urls import path

from shuniu.base import views

app_name = "base"
urlpatterns = [
    path("files/<int:pk>/", views.file, name="file"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:pk>/", views.open_notice, name="notice"),
]
