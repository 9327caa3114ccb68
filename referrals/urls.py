"""Addresses of this app: referrals and meetings."""

from referrals.meeting_urls import meeting_patterns
from referrals.referral_urls import referral_patterns

app_name = "referrals"
urlpatterns = [*referral_patterns, *meeting_patterns]
