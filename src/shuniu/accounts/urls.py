"""Accounts, grants, invitations, tokens, the book, the rule book."""

from django.urls import path

from shuniu.accounts.views import book, entrance, invitations, me, people, rule_book, tokens

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/log/", me.my_log, name="my_log"),
    path("sessions/", me.sessions, name="sessions"),
    path("sessions/end/", me.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:pk>/end/", me.end_session, name="end_session"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/lock/", people.lock, name="lock"),
    path("people/<int:pk>/door/", people.unlock_door, name="unlock_door"),
    path("people/<int:pk>/factors/", people.clear_factors, name="clear_factors"),
    path("people/<int:pk>/renew/", people.renew, name="renew"),
    path("people/<int:pk>/grants/<int:grant>/end/", people.end_grant, name="end_grant"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path("join/<str:token>/", entrance.accept, name="accept"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("audit/", book.book, name="book"),
    path("audit/verify/", book.verify, name="verify"),
    path("audit/export.csv", book.export_book, name="export_book"),
    path("rules/", rule_book.rule_book, name="rule_book"),
    path("rules/<str:code>/", rule_book.rule, name="rule"),
]
