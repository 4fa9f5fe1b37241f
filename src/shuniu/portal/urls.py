"""Addresses of the room."""

from django.urls import path

from shuniu.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
]
