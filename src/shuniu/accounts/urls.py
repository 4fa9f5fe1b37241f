"""Accounts, grants, invitations, sessions."""

app_name = "accounts"
urlpatterns: list[object] = []
