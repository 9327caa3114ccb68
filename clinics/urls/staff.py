"""Who holds which post: a clinic's staff with its orders, and the committees' seats."""

from django.urls import path

from clinics.views import committees, orders, staff, staff_changes

_STAFF = "clinics/<slug:code>/<int:year>/staff/"

urlpatterns = [
    path(_STAFF, staff.staff, name="staff"),
    path(f"{_STAFF}find/", staff.staff_find, name="staff_find"),
    path(f"{_STAFF}appoint/", staff.staff_appoint, name="staff_appoint"),
    path(f"{_STAFF}act/<slug:duty>/", staff_changes.staff_act, name="staff_act"),
    path(f"{_STAFF}secretary/", staff_changes.staff_secretary, name="staff_secretary"),
    path(f"{_STAFF}secretary/<int:pk>/evidence/", staff.choice_evidence, name="choice_evidence"),
    path(f"{_STAFF}<int:pk>/extend/", staff_changes.staff_extend, name="staff_extend"),
    path(f"{_STAFF}<int:pk>/leave/", staff_changes.staff_leave, name="staff_leave"),
    path(f"{_STAFF}<int:pk>/account/", staff.staff_account, name="staff_account"),
    path(f"{_STAFF}<int:pk>/evidence/", staff.staff_evidence, name="staff_evidence"),
    path(f"{_STAFF}order/", orders.order_issue, name="order_issue"),
    path("clinics/<slug:code>/<int:year>/appointment-order.pdf", orders.appointment_order, name="appointment_order"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<slug:committee>/find/", committees.seat_find, name="seat_find"),
    path("committees/<slug:committee>/appoint/<str:username>/", committees.seat_appoint, name="seat_appoint"),
    path("committees/seats/<int:pk>/end/", committees.seat_end, name="seat_end"),
    path("committees/seats/<int:pk>/evidence/", committees.seat_evidence, name="seat_evidence"),
    path("clinics/left/", staff_changes.left_behind, name="staff_left"),
]
