"""Addresses of the room."""

from django.urls import path

from shuniu.meetings.views import feeds, lists, meeting, papers, plans, recording

app_name = "meetings"
urlpatterns = [
    path("", lists.meetings, name="meetings"),
    path("overdue/", lists.overdue, name="overdue"),
    path("tasks/", lists.tasks, name="tasks"),
    path("ideas/", lists.ideas, name="ideas"),
    path("record/", recording.choose, {"way": "record"}, name="choose_record"),
    path("plan/", recording.choose, {"way": "plan"}, name="choose_plan"),
    path("record/<int:pk>/<slug:kind>/", recording.record, name="record"),
    path("plan/<int:pk>/<slug:kind>/", recording.plan, name="plan"),
    path("plan-year/", plans.plans, name="plans"),
    path("plan-year/<int:pk>/<int:year>/", plans.year, name="year"),
    path("plan-year/<int:pk>/<int:year>/propose/", plans.propose, name="propose"),
    path("plan-year/<int:pk>/<int:year>/add/", plans.add, name="add_plan_item"),
    path("plan-items/<int:pk>/", plans.plan_item, name="plan_item"),
    path("plan-items/<int:pk>/move/", plans.move, name="move_plan_item"),
    path("plan-items/<int:pk>/drop/", plans.drop, name="drop_plan_item"),
    path("plan-items/<int:pk>/restore/", plans.restore, name="restore_plan_item"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<int:pk>/end/", feeds.end, name="end_feed"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("<int:pk>/", meeting.meeting, name="meeting"),
    path("<int:pk>/minutes/", papers.minutes_page, name="minutes"),
    path("<int:pk>/minutes.<slug:form>", papers.minutes_file, name="minutes_file"),
    path("words/<int:pk>/check/", papers.check, name="check_words"),
    path("<int:pk>/screen/", meeting.screen, name="screen"),
    path("<int:pk>/sign/", meeting.sign, name="sign"),
    path("<int:pk>/cancel/", meeting.cancel, name="cancel"),
    path("<int:pk>/roll/", meeting.roll, name="roll"),
    path("<int:pk>/left/", meeting.left, name="left"),
    path("<int:pk>/items/add/", meeting.add_item, name="add_item"),
    path("<int:pk>/tasks/add/", meeting.add_task, name="add_task"),
    path("<int:pk>/ideas/add/", meeting.add_idea, name="add_idea"),
    path("<int:pk>/step/<slug:move>/", meeting.step, name="step"),
    path("items/<int:pk>/vote/", meeting.vote, name="vote"),
    path("items/<int:pk>/word/", meeting.say, {"what": "word"}, name="word"),
    path("items/<int:pk>/recuse/", meeting.say, {"what": "recuse"}, name="recuse"),
    path("tasks/<int:pk>/finish/", meeting.settle, {"how": "finish"}, name="finish"),
    path("tasks/<int:pk>/drop/", meeting.settle, {"how": "drop"}, name="drop"),
    path("ideas/<int:pk>/own/", meeting.settle_idea, {"how": "own"}, name="own_idea"),
    path("ideas/<int:pk>/drop/", meeting.settle_idea, {"how": "drop"}, name="drop_idea"),
]
