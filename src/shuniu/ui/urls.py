"""The living component page."""

from django.urls import path

from shuniu.ui import views

app_name = "ui"
urlpatterns = [path("", views.components, name="components")]
