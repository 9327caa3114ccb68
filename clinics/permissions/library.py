"""Who keeps the library, and who may share from it (R28, R35)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_keep_library(user: Any, document: Any = None) -> Verdict:
    """Add documents and versions, publish, withdraw, see who has read: staff of the central clinic."""
    return ALLOW if user.is_central else hide(_("คลินิกส่วนกลางเป็นผู้ดูแลคลังเอกสาร"))


def can_add_version(user: Any, document: Any) -> Verdict:
    """Begin a new version: not of a withdrawn document, and one draft at a time."""
    verdict = can_keep_library(user, document)
    if not verdict:
        return verdict
    if document.withdrawn_at is not None:
        return deny(_("เอกสารนี้ถอนแล้ว เพิ่มฉบับใหม่ไม่ได้"))
    if document.versions.filter(published_at__isnull=True).exists():
        return deny(_("มีร่างฉบับใหม่รออยู่แล้ว เผยแพร่หรือทิ้งร่างเดิมก่อน"))
    return ALLOW


def can_publish(user: Any, version: Any) -> Verdict:
    """Publish a draft that can be found: a scan needs key words first."""
    verdict = can_keep_library(user, version.document)
    if not verdict:
        return verdict
    if version.is_published:
        return hide(_("ฉบับนี้เผยแพร่แล้ว"))
    if version.document.withdrawn_at is not None:
        return deny(_("เอกสารนี้ถอนแล้ว เผยแพร่ฉบับใหม่ไม่ได้"))
    if version.needs_keywords:
        return deny(_("แฟ้มนี้ไม่มีข้อความให้ค้น พิมพ์คำสำคัญในหน้าแก้ไขฉบับก่อน"))
    return ALLOW


def can_withdraw_document(user: Any, document: Any) -> Verdict:
    """Take a document out of the library, once."""
    verdict = can_keep_library(user, document)
    if verdict and document.withdrawn_at is not None:
        return hide(_("เอกสารนี้ถอนแล้ว"))
    return verdict


def can_share(user: Any, document: Any) -> Verdict:
    """Give a member the document by link or QR code: staff of any clinic, of documents meant for members."""
    if not user.is_clinic_staff:
        return hide(_("เจ้าหน้าที่คลินิกเป็นผู้แบ่งปันเอกสารให้สมาชิก"))
    if not document.is_for_members:
        return deny(_("เอกสารนี้สำหรับเจ้าหน้าที่และกรรมการ แบ่งปันให้สมาชิกไม่ได้"))
    if document.withdrawn_at is not None:
        return deny(_("เอกสารนี้ถอนแล้ว แบ่งปันไม่ได้"))
    return ALLOW


def can_use_shares(user: Any) -> Verdict:
    """See the links of one's clinic: staff of a clinic."""
    return ALLOW if user.is_clinic_staff else hide(_("เจ้าหน้าที่คลินิกเป็นผู้แบ่งปันเอกสารให้สมาชิก"))


def can_revoke(user: Any, share: Any) -> Verdict:
    """End a link before its day: staff of the clinic that made it, or central."""
    if not (user.works_at(share.clinic_id) or user.is_central):
        return hide(_("เฉพาะคลินิกที่แบ่งปันหรือคลินิกส่วนกลาง"))
    if share.revoked_at is not None:
        return hide(_("ลิงก์นี้ยกเลิกแล้ว"))
    return ALLOW
