"""The service calendar, the walk-in rule over clinics and months, outreach."""

from django.urls import path

from clinics.views import opening, outreach, service_days, walk_in

urlpatterns = [
    path("calendar/", service_days.calendar, name="calendar"),
    path("calendar/plan/", service_days.service_day_new, name="service_day_new"),
    path("calendar/plan/series/", service_days.service_plan_new, name="service_plan_new"),
    path("calendar/plan/series/<int:pk>/", service_days.service_plan, name="service_plan"),
    path("calendar/plan/series/<int:pk>/cancel/", service_days.service_plan_cancel, name="service_plan_cancel"),
    path("calendar/<slug:code>.ics", opening.calendar_feed, name="calendar_feed"),
    path("calendar/<int:year>/map/", walk_in.walk_in_map, name="walk_in_map"),
    path("calendar/<int:year>/rule/", walk_in.walk_in_rule, name="walk_in_rule"),
    path("calendar/<int:year>/days/", walk_in.walk_in_days, name="walk_in_days"),
    path("calendar/<int:pk>/", service_days.service_day, name="service_day"),
    path("calendar/<int:pk>/edit/", service_days.service_day_edit, name="service_day_edit"),
    path("calendar/<int:pk>/<slug:move>/", service_days.service_day_move, name="service_day_move"),
    path("outreach/", outreach.outreach_list, name="outreach"),
    path("outreach/new/", outreach.outreach_new, name="outreach_new"),
    path("outreach/<int:pk>/", outreach.outreach_detail, name="outreach_detail"),
    path("outreach/<int:pk>/edit/", outreach.outreach_edit, name="outreach_edit"),
    path("outreach/<int:pk>/<slug:move>/", outreach.outreach_move, name="outreach_move"),
]
