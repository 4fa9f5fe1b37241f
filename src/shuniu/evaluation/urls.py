"""Addresses of the room."""

from django.urls import path

from shuniu.evaluation.views import answers, entries, evidence, reconcile, rounds, work

app_name = "evaluation"
urlpatterns = [
    # Rounds as the hub runs them
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.add, name="round_add"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<int:pk>/table/<slug:kind>/<slug:size>/", rounds.table, name="round_table"),
    path("rounds/<int:pk>/invite/", rounds.invite, name="round_invite"),
    path("rounds/<int:pk>/uninvite/<int:entry>/", rounds.uninvite, name="round_uninvite"),
    path("rounds/<int:pk>/open/", rounds.open_round, name="round_open"),
    path("rounds/<int:pk>/remind/", rounds.remind, name="round_remind"),
    path("rounds/<int:pk>/extend/", rounds.extend, name="round_extend"),
    path("rounds/<int:pk>/assess/", rounds.assess, name="round_assess"),
    path("rounds/<int:pk>/assign/", rounds.assign, name="round_assign"),
    path("rounds/<int:pk>/propose/", rounds.propose, name="round_propose"),
    path("rounds/<int:pk>/reassess/", rounds.reassess, name="round_reassess"),
    path("rounds/<int:pk>/proposal/", rounds.proposal, name="proposal"),
    # An organisation's part
    path("entries/", entries.entries, name="entries"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/parts/<int:number>/", answers.part, name="part"),
    path("entries/<int:pk>/save/", answers.save, name="save"),
    path("entries/<int:pk>/evidence/<str:leaf>/", evidence.evidence, name="evidence"),
    path("entries/<int:pk>/check/", entries.check, name="check"),
    path("entries/<int:pk>/submit/", entries.submit, name="submit"),
    path("entries/<int:pk>/hand_back/", entries.hand_back, name="hand_back"),
    path("entries/<int:pk>/admit/", entries.admit, name="admit"),
    path("entries/<int:pk>/reopen/", reconcile.reopen, name="reopen"),
    # An assessor's work
    path("work/", work.worklist, name="work"),
    path("work/<int:pk>/", work.task, name="task"),
    path("work/<int:pk>/begin/", work.begin, name="begin"),
    path("work/<int:pk>/recuse/", work.recuse, name="recuse"),
    path("work/<int:pk>/confirm/", work.confirm, name="confirm"),
    path("work/<int:pk>/finish/", work.finish, name="finish"),
    path("work/<int:pk>/leaves/<str:key>/", work.leaf, name="leaf"),
    path("work/<int:pk>/leaves/<str:key>/weigh/", work.weigh, name="weigh"),
    path("work/entries/<int:pk>/", reconcile.reconcile, name="reconcile"),
]
