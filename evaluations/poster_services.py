"""Writing a clinic's poster: words, pictures, one story with its member's consent (R21)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from clinic_project import audit
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.thai.text import search_key
from clinics.models import ClinicYear
from evaluations.models import Poster, PosterPhoto
from evaluations.poster_permissions import can_edit_poster, can_finish_poster
from members.models import Consent

MOST_PHOTOS = 4
SHORTEST_NAME = 3


def _locked(clinic_year: ClinicYear) -> Poster:
    poster, _is_new = Poster.objects.get_or_create(clinic_year=clinic_year)
    found: Poster = Poster.objects.select_for_update(of=("self",)).get(pk=poster.pk)
    return found


def _refuse_names(case: Case, texts: dict[str, str]) -> None:
    """Nothing in the words may say whose story it is: no name, number, telephone or office of the member."""
    member = case.member
    telling = (member.first_name, member.last_name, member.number, member.phone, member.unit)
    keys = [key for part in telling if part and len(key := search_key(part)) >= SHORTEST_NAME]
    for field, text in texts.items():
        plain = search_key(text)
        if any(key in plain for key in keys):
            raise ValidationError({field: _("ข้อความนี้มีชื่อ เลขสมาชิก โทรศัพท์ หรือหน่วยงานของสมาชิก แก้ให้ไม่รู้ว่าเป็นใคร")})


def _consent_of(case: Case) -> Consent:
    """The consent a story rests on. Raises ``ValidationError`` where there is none in force."""
    found = Consent.objects.in_force(Consent.Purpose.STORY).filter(member=case.member)
    consent: Consent | None = found.select_for_update(of=("self",)).first()
    if consent is None:
        text = _("สมาชิกเจ้าของเรื่องยังไม่ได้ให้ความยินยอม บันทึกความยินยอมที่หน้าสมาชิกก่อน")
        raise ValidationError({"story_case": text})
    return consent


@transaction.atomic
def write_poster(
    clinic_year: ClinicYear,
    *,
    headline: str,
    message: str,
    story_title: str,
    story: str,
    story_case: Case | None,
    by: Any,
) -> Poster:
    """Store the poster's words. A story needs a closed case of the clinic and its member's consent, and names nobody.

    Whatever is changed has to be declared ready again. Raises ``ValidationError`` in Thai at the field.
    """
    can_edit_poster(by, clinic_year).or_raise()
    poster = _locked(clinic_year)
    consent = None
    if story or story_case:
        if not story:
            raise ValidationError({"story": _("เขียนเรื่องเล่า หรือไม่เลือกเรื่อง")})
        if story_case is None:
            raise ValidationError({"story_case": _("เลือกเรื่องของสมาชิกที่ยินยอมให้เล่า")})
        if story_case.clinic_id != clinic_year.clinic_id or story_case.status != "closed" or story_case.is_restricted:
            raise ValidationError({"story_case": _("เลือกเรื่องของคลินิกนี้ที่ยุติแล้วและไม่ปกปิด")})
        consent = _consent_of(story_case)
        _refuse_names(
            story_case, {"story": story, "story_title": story_title, "headline": headline, "message": message}
        )
    poster.headline, poster.message = headline, message
    poster.story_title, poster.story = story_title if story else "", story
    poster.story_case, poster.story_consent = story_case if story else None, consent
    poster.ready_at = poster.ready_by = None
    poster.save()
    audit.record("poster.written", poster, by=by, reference=str(clinic_year), detail={"story": bool(story)})
    return poster


@transaction.atomic
def add_photo(clinic_year: ClinicYear, *, picture: CheckedFile, caption: str, people: str, by: Any) -> PosterPhoto:
    """Put a picture on the poster. Raises ``ValidationError`` when it is full."""
    can_edit_poster(by, clinic_year).or_raise()
    poster = _locked(clinic_year)
    orders = list(poster.photos.values_list("order", flat=True))
    if len(orders) >= MOST_PHOTOS:
        raise ValidationError({"picture": _("โปสเตอร์มีภาพครบ 4 ภาพแล้ว เอาภาพเดิมออกก่อน")})
    photo: PosterPhoto = PosterPhoto.objects.create(
        poster=poster,
        picture=store_file(picture, by=by),
        caption=caption,
        people=people,
        order=max(orders, default=0) + 1,
    )
    _not_ready(poster)
    audit.record("poster.photo.added", poster, by=by, reference=str(clinic_year), detail={"people": people})
    return photo


@transaction.atomic
def remove_photo(photo: PosterPhoto, *, by: Any) -> None:
    """Take a picture off the poster; the file itself is deleted too."""
    clinic_year = photo.poster.clinic_year
    can_edit_poster(by, clinic_year).or_raise()
    poster = _locked(clinic_year)
    stored = photo.picture
    photo.delete()
    stored.delete()
    transaction.on_commit(lambda: stored.content.delete(save=False))
    _not_ready(poster)
    audit.record("poster.photo.removed", poster, by=by, reference=str(clinic_year))


def _not_ready(poster: Poster) -> None:
    poster.ready_at = poster.ready_by = None
    poster.save(update_fields=["ready_at", "ready_by"])


@transaction.atomic
def finish_poster(clinic_year: ClinicYear, *, by: Any) -> Poster:
    """Declare the poster ready to be shown. Raises ``ValidationError`` with what is missing."""
    can_finish_poster(by, clinic_year).or_raise()
    poster = _locked(clinic_year)
    if not poster.headline:
        raise ValidationError(_("เขียนพาดหัวก่อนแจ้งว่าพร้อม"))
    if poster.story and not poster.tells_story:
        raise ValidationError(_("สมาชิกถอนความยินยอมแล้ว เปลี่ยนหรือเอาเรื่องเล่าออกก่อน"))
    poster.ready_at, poster.ready_by = timezone.now(), by
    poster.save(update_fields=["ready_at", "ready_by"])
    audit.record("poster.ready", poster, by=by, reference=str(clinic_year))
    return poster
