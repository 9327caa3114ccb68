"""Finding a member for a page."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from clinic_project import audit
from members.models import Member


def fetch_member(request: HttpRequest, number: str, page: str) -> Member:
    """A member within scope, the reading logged before anything is shown (R48)."""
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    audit.record("member.read", member, by=request.user, detail={"page": page})
    return member
