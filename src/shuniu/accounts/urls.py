"""Accounts, grants, invitations, tokens, the book, the rule book."""

from django.urls import path

from shuniu.accounts.views import me, office, people

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/log/", me.my_log, name="my_log"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/lock/", people.lock, name="lock"),
    path("people/<int:pk>/renew/", people.renew, name="renew"),
    path("people/<int:pk>/grants/<int:grant>/end/", people.end_grant, name="end_grant"),
    path("invitations/", people.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", people.revoke, name="revoke"),
    path("join/<str:token>/", people.accept, name="accept"),
    path("tokens/", office.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", office.revoke_token, name="revoke_token"),
    path("audit/", office.book, name="book"),
    path("audit/verify/", office.verify, name="verify"),
    path("audit/export.csv", office.export_book, name="export_book"),
    path("rules/", office.rule_book, name="rule_book"),
    path("rules/<str:code>/", office.rule, name="rule"),
]
