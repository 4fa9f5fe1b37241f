"""Addresses of the room."""

app_name = "registry"
urlpatterns: list[object] = []
