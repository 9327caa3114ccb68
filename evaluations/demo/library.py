"""The library's documents and central's announcements in both years, with who read and acknowledged them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from clinic_project.files.checking import PDF, CheckedFile
from clinic_project.pdf.documents import render_document
from clinic_project.pdf.reading_worker import pages_of
from clinics.models import Announcement, LibraryDocument, LibraryVersion, ShareLink
from clinics.services import announcements, library
from clinics.services.library_reads import confirm_understood, note_opened
from clinics.services.library_text import keep_text
from clinics.services.sharing import open_share, share_document
from evaluations.demo import library_texts as texts
from evaluations.demo.scene import Scene, Story

# Clinics whose people were slow: they leave something for central's page of receipts.
SLOW = {"SNK", "TRG", "RET"}
SHARING = ("CMI", "UBN", "SKA", "RBR")


def _paper(title: str, pages: tuple[str, ...]) -> CheckedFile:
    """A short paper of our own words, drawn by our own renderer."""
    context = {"name": title, "pages": list(enumerate(pages))}
    return CheckedFile(f"{title}.pdf", render_document("clinics/pdf/library_demo.html", context, title=title), PDF)


def _publish(version: LibraryVersion, by: Any) -> LibraryVersion:
    """Its words are read here and not by a worker: the file is our own."""
    return library.publish_version(keep_text(version, pages=pages_of(version.file.read()), by=by), by=by)


def _stock(scene: Scene) -> None:
    """The four shelves as they stood when the clinics opened."""
    by = scene.staff["CEN"].head
    for shelf, title, summary, audience, pages in texts.DOCUMENTS:
        facts: dict[str, Any] = {"shelf": shelf, "title": title, "summary": summary, "audience": audience}
        facts["keywords"] = title
        paper = _paper(title, pages)
        version = library.add_document(by=by, upload=paper, effective_from=scene.day, **facts)
        _publish(version, by)


def _next_version(scene: Scene, title: str, pages: tuple[str, ...], note: str, begins: date) -> LibraryVersion:
    document = LibraryDocument.objects.get(title=title)
    by = scene.staff["CEN"].head
    facts: dict[str, Any] = {"effective_from": begins, "change_note": note, "keywords": title}
    return _publish(library.add_version(document, upload=_paper(title, pages), by=by, **facts), by)


def _announce(scene: Scene, words: tuple[str, str, str, int | None], **facts: Any) -> Announcement:
    title, text, level, days = words
    given: dict[str, Any] = {"title": title, "text": text, "level": level, "needs_ack": days is not None}
    given |= {"ack_days": days, "starts_on": scene.day, "audience": "all_clinics", **facts}
    by = scene.staff["CEN"].head
    return announcements.publish_announcement(announcements.draft_announcement(by=by, **given), by=by)


def _readers(scene: Scene, but: set[str], *, everybody: bool = False) -> Iterator[Any]:
    """Heads and secretaries of the clinics, or all their people."""
    for code, staff in scene.staff.items():
        if code not in but:
            yield from staff.all if everybody else (staff.head, staff.secretary)


def _acknowledge(scene: Scene, announcement: Announcement, but: set[str], *, everybody: bool = False) -> None:
    for person in _readers(scene, but, everybody=everybody):
        announcements.note_read(announcement, by=person)
        if announcement.needs_ack:
            announcements.acknowledge(announcement, revision=announcement.revision, by=person)


def _share(scene: Scene, title: str, opened: int) -> None:
    """Some clinics hand a guide to members, who open it so many times."""
    document = LibraryDocument.objects.get(title=title)
    clinics = {clinic.code: clinic for clinic in scene.clinics}
    for code in SHARING:
        share: ShareLink = share_document(document, clinic=clinics[code], by=scene.staff[code].secretary)
        for _time in range(opened):
            open_share(share.token)


def pilot_library(scene: Scene) -> Story:
    """2561: the shelves are filled, the clinics are told how to begin, and read what they need."""
    yield scene.at(date(2018, 6, 1), 9)
    _stock(scene)
    yield scene.at(date(2018, 6, 6), 10)
    told = _announce(
        scene, texts.BEGIN, ends_on=date(2018, 12, 31), documents=LibraryDocument.objects.filter(shelf="regulation")
    )
    yield scene.at(date(2018, 6, 8), 14)
    _acknowledge(scene, told, but=set())
    for version in LibraryVersion.objects.filter(document__shelf="debt_guide"):
        for person in _readers(scene, but=SLOW):
            note_opened(version, by=person)
    yield scene.at(date(2018, 9, 3), 11)
    _share(scene, texts.LEAFLET, opened=4)
    yield scene.at(date(2018, 11, 26), 9)
    closing = _announce(scene, texts.CUT_OFF, ends_on=date(2018, 12, 31), audience="everybody")
    yield scene.at(date(2018, 11, 29), 15)
    _acknowledge(scene, closing, but=SLOW)


def season_library(scene: Scene) -> Story:
    """The current year: a new version of a regulation, one that is to come, and announcements of these days."""
    first, last = scene.season
    yield scene.at(first, 10)
    changed = _next_version(scene, texts.LOANS, texts.LOANS_PAGES, texts.LOANS_NOTE, scene.day)
    told = _announce(scene, texts.NEW_RULE, ends_on=first + timedelta(days=60), documents=[changed.document])
    yield scene.after(1, 2)
    _acknowledge(scene, told, but={"TRG"})
    for person in _readers(scene, but=SLOW):
        note_opened(changed, by=person)
        confirm_understood(changed, by=person)
    yield scene.at(max(first, last - timedelta(days=20)), 11)
    _share(scene, texts.LEAFLET, opened=2)
    _next_version(scene, texts.DEPOSITS, texts.DEPOSITS_PAGES, texts.DEPOSITS_NOTE, date(last.year + 1, 1, 1))
    yield scene.at(max(first, last - timedelta(days=8)), 9)
    plans = _announce(scene, texts.PLANS)
    yield scene.at(max(first, last - timedelta(days=5)), 14)
    _acknowledge(scene, plans, but=SLOW, everybody=True)
    yield scene.at(last, 9)
    _share(scene, texts.GUIDE, opened=1)
    _announce(scene, texts.FLOOD, audience="everybody")
    _announce(scene, texts.LEAFLETS)
