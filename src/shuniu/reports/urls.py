"""Addresses of the room."""

from django.urls import path

from shuniu.reports import views

app_name = "reports"
urlpatterns = [
    path("entries/<int:pk>/score-sheet.pdf", views.score_sheet, name="score_sheet"),
    path("rounds/<int:pk>/decision.docx", views.decision, name="decision"),
    path("rounds/<int:pk>/notice.docx", views.notice, name="notice"),
    path("rounds/<int:pk>/cohort.xlsx", views.cohort, name="cohort"),
    path("rounds/<int:pk>/summary.pdf", views.summary, name="round_summary"),
    path("summary/", views.summary, name="summary"),
]
