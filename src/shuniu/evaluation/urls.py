"""Addresses of the room."""

app_name = "evaluation"
urlpatterns: list[object] = []
