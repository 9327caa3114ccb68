"""Addresses of referrals, measures and the brief."""

from django.urls import path

from referrals.views import measures, referrals

referral_patterns = [
    path("referrals/", referrals.referral_list, name="list"),
    path("referrals/new/<str:reference>/", referrals.referral_new, name="new"),
    path("referrals/<str:reference>/", referrals.referral_detail, name="detail"),
    path("referrals/<str:reference>/edit/", referrals.referral_edit, name="edit"),
    path("referrals/<str:reference>/move/<str:move>/", referrals.referral_move, name="move"),
    path("referrals/<str:reference>/message/", referrals.referral_message, name="message"),
    path("referrals/<str:reference>/tell-member/", referrals.tell_member, name="tell_member"),
    path("referrals/<str:reference>/brief.pdf", referrals.brief, name="brief"),
    path("referrals/<str:reference>/measures/new/", measures.measure_new, name="measure_new"),
    path("referrals/<str:reference>/measures/<int:pk>/", measures.measure_detail, name="measure_detail"),
    path("referrals/<str:reference>/measures/<int:pk>/edit/", measures.measure_edit, name="measure_edit"),
    path("referrals/<str:reference>/measures/<int:pk>/move/<str:move>/", measures.measure_move, name="measure_move"),
]
