"""Addresses of the room."""

from django.urls import path

from shuniu.evaluation.views import answers, entries, evidence

app_name = "evaluation"
urlpatterns = [
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
]
