"""Addresses of the room."""

from django.urls import path

from shuniu.governance.views import after, deciding, lists, matters, raising

app_name = "governance"
urlpatterns = [
    path("", matters.matter_list, name="matters"),
    path("export/", matters.export, name="export"),
    path("due/", matters.due, name="due"),
    path("raise/", raising.add, name="raise"),
    path("public/", after.public, name="public"),
    path("list/", lists.major_list, name="list"),
    path("list/<slug:kind>/set/", lists.set_line, name="set_line"),
    path("list/<int:pk>/end/", lists.end_line, name="end_line"),
    path("<int:pk>/", matters.matter, name="matter"),
    path("<int:pk>/file/", matters.matter_file, name="file"),
    path("<int:pk>/paper/", raising.paper, name="paper"),
    path("<int:pk>/conflict/", raising.conflict, name="conflict"),
    path("<int:pk>/withdraw/", raising.withdraw, name="withdraw"),
    path("<int:pk>/emergency/", raising.emergency, name="emergency"),
    path("<int:pk>/study/", deciding.study, name="study"),
    path("<int:pk>/opinion/", deciding.opinion, name="opinion"),
    path("<int:pk>/put/", deciding.put, name="put"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
    path("<int:pk>/confirm/send/", deciding.send_confirmation, name="send_confirmation"),
    path("<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("<int:pk>/report/<slug:kind>/", after.report, name="report"),
    path("<int:pk>/answer/", after.answer, name="answer"),
    path("<int:pk>/execute/", after.execute, name="execute"),
    path("<int:pk>/look-back/", after.look_back, name="look_back"),
]
