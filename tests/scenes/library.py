"""The library, links for members and announcements, for the access table."""

from typing import Any

from django.utils import timezone

from clinics.models import Clinic
from clinics.services.sharing import share_document
from tests.factories_library import make_announcement, make_version, next_version, person, small_pdf


def things() -> dict[str, list[Any]]:
    """Documents published, drafted and spare; a link of CMI; an announcement to CMI with a file, and a draft."""
    clinic = Clinic.objects.get(code="CMI")
    book, draft = make_version(), make_version(published=False, title="ร่างคู่มือ", shelf="debt_guide")
    spare = make_version(title="เอกสารผลิตภัณฑ์เงินฝาก", shelf="product")
    spare_draft = next_version(spare, timezone.localdate(), published=False)
    share = share_document(book.document, clinic=clinic, by=person("officer.cmi"))
    announced = make_announcement(
        audience="chosen_clinics",
        clinics=[clinic],
        needs_ack=True,
        ack_days=3,
        uploads=[small_pdf("แบบฟอร์ม.pdf")],
        documents=[book.document],
    )
    file = announced.files.get()
    drafted = make_announcement(published=False, title="ร่างประกาศ")
    return {
        "book": [book.document.code],
        "book version": [book.document.code, 1],
        "book draft": [draft.document.code],
        "book draft version": [draft.document.code, 1],
        "book spare": [spare.document.code],
        "book spare draft": [spare.document.code, spare_draft.number],
        "share": [share.pk],
        "shared": [share.token],
        "shared wrong": ["0" * 32],
        "announced": [announced.pk],
        "announced file": [announced.pk, file.pk],
        "announced withdraw": [announced.pk, "withdraw"],
        "drafted": [drafted.pk],
        "drafted publish": [drafted.pk, "publish"],
    }
