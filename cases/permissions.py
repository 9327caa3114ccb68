"""Who may do what with a case. Each predicate answers with a Thai reason; scope (404) comes before it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def _is_open_to(user: Any, case: Any) -> bool:
    """A restricted case is worked on by its assigned officers and the clinic's secretary (domain.md section 3)."""
    if not case.is_restricted or user.is_secretary_of(case.clinic_id):
        return True
    return any(assignment.user_id == user.pk for assignment in case.assignments.all())


SUPERIOR = "superior"


def _declared(user: Any, case: Any) -> set[tuple[int, str]]:
    """What the person declared about the member, by case; asked once, however many permissions depend on it."""
    known: dict[int, set[tuple[int, str]]] = case.__dict__.setdefault("declared_relations", {})
    if user.pk not in known:
        from cases.models import ConflictDeclaration  # the models need this app's moves before they can be read

        found = ConflictDeclaration.objects.filter(user=user.pk, case__member=case.member_id)
        known[user.pk] = set(found.values_list("case", "relation"))
    return known[user.pk]


def declared_relations(user: Any, case: Any) -> set[str]:
    """Relations the person declared to the member, in whichever case: they are with the member, not with the case."""
    return {relation for _case, relation in _declared(user, case)}


def is_free_of_conflict(user: Any, case: Any) -> Verdict:
    """Refuses whoever declared a conflict, or stands in the case's debts as guarantor or creditor, for working on the
    case at the clinic and at central alike.

    A head is usually the members' superior, and leads the clinic all the same in their other cases.
    """
    if any(pk == case.pk or relation != SUPERIOR for pk, relation in _declared(user, case)):
        return deny(_("คุณแจ้งว่ามีส่วนได้เสียกับสมาชิกรายนี้ ให้เจ้าหน้าที่ท่านอื่นทำแทน"))
    from cases.conflicts import conflicts_in_data  # the models need this app's moves before they can be read

    if set(conflicts_in_data(case, [user]).values()) - {SUPERIOR}:
        return deny(_("ข้อมูลหนี้ในเรื่องนี้แสดงว่าคุณเป็นผู้ค้ำประกันหรือเจ้าหนี้ ให้เจ้าหน้าที่ท่านอื่นทำแทน"))
    return ALLOW


def can_read_glass_log(user: Any) -> Verdict:
    """Read who opened which restricted case: a clinic's secretary, and central (domain.md section 3)."""
    if user.is_central or any(user.is_secretary_of(clinic) for clinic in user.clinic_ids):
        return ALLOW
    return hide(_("รายการเปิดอ่านเรื่องปกปิดดูได้เฉพาะเลขานุการคลินิกและส่วนกลาง"))


def can_work(user: Any, case: Any) -> Verdict:
    """Work on the case: staff of its clinic, unless they declared a conflict or the case is closed to them.

    Reading a restricted case after breaking the glass gives no right to work on it.
    """
    if not user.works_at(case.clinic_id):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกที่รับเรื่องทำได้"))
    if not _is_open_to(user, case):
        return hide(_("เรื่องปกปิด: เฉพาะผู้รับผิดชอบและเลขานุการคลินิกทำได้"))
    return is_free_of_conflict(user, case)


def can_reopen(user: Any, case: Any) -> Verdict:
    """Reopen a closed case: the clinic's head; of a restricted case also the secretary, who may read it."""
    working = can_work(user, case)
    if not working:
        return working
    if user.is_head_of(case.clinic_id) or (case.is_restricted and user.is_secretary_of(case.clinic_id)):
        return ALLOW
    return deny(_("การเปิดเรื่องที่ยุติแล้วอีกครั้งต้องให้หัวหน้าคลินิกเป็นผู้ทำ"))


def can_break_glass(user: Any, case: Any) -> Verdict:
    """Open a restricted case with a written reason: the clinic's head, unless a relative, guarantor or creditor.

    That the head is the member's superior is usual, and what the written reason and the notices are for (domain.md 3).
    """
    if not case.is_restricted:
        return hide(_("เรื่องนี้ไม่ได้ปกปิด"))
    if not user.is_head_of(case.clinic_id):
        return hide(_("เฉพาะหัวหน้าคลินิกขอเปิดอ่านได้"))
    from cases.conflicts import conflicts_in_data  # the models need this app's moves before they can be read

    if {*declared_relations(user, case), *conflicts_in_data(case, [user]).values()} - {SUPERIOR}:
        return deny(_("คุณมีส่วนได้เสียกับสมาชิกรายนี้ ถ้าจำเป็นต้องเปิดอ่าน ให้เลขานุการคลินิกหรือคลินิกส่วนกลางดำเนินการ"))
    return ALLOW


def can_be_assigned(user: Any, case: Any) -> Verdict:
    """Be put in charge or asked to follow up: staff of the clinic without a conflict, declared or found in the data.

    In a restricted case being put in charge is what opens it, so no assignment is asked for here.
    """
    if not user.works_at(case.clinic_id):
        return hide(_("เลือกเจ้าหน้าที่ของคลินิกนี้"))
    if declared_relations(user, case):
        return deny(_("มีส่วนได้เสียกับสมาชิกรายนี้"))
    from cases.conflicts import conflicts_in_data  # the models need this app's moves before they can be read

    relation = conflicts_in_data(case, [user]).get(user.pk)
    if relation:
        words = {"guarantor": _("เป็นผู้ค้ำประกันของสมาชิกรายนี้"), "creditor": _("เป็นเจ้าหนี้ของสมาชิกรายนี้")}
        return deny(words.get(relation, _("เป็นผู้บังคับบัญชาของสมาชิกรายนี้")))
    return ALLOW


def can_take_over(user: Any, case: Any, by: Any) -> Verdict:
    """Be handed the case by ``by``: as being put in charge, but handing over opens no restricted case to the clinic's
    head, nor to whoever hands it over. They have the break-glass for that, which asks why and tells others.
    """
    verdict = can_be_assigned(user, case)
    if verdict and not _is_open_to(user, case) and (user.pk == by.pk or user.is_head_of(case.clinic_id)):
        return deny(_("เรื่องปกปิดส่งมอบให้หัวหน้าคลินิกหรือผู้ส่งมอบเองไม่ได้"))
    return verdict


def can_keep_phrases(user: Any, clinic_id: int | None) -> Verdict:
    """Keep a clinic's phrases of advice: its staff. Those every clinic shares (``clinic_id`` None): central."""
    if clinic_id is None:
        return ALLOW if user.is_central else deny(_("ข้อความที่ใช้ร่วมกันทุกคลินิก ส่วนกลางเป็นผู้แก้ไข"))
    return ALLOW if user.works_at(clinic_id) else hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้"))


def can_see_rules(user: Any) -> Verdict:
    """Read the dated rules of counselling: clinics and administrators."""
    return ALLOW if user.is_clinic_staff or user.is_staff else hide(_("เฉพาะเจ้าหน้าที่คลินิกและผู้ดูแลระบบ"))


def can_keep_rules(user: Any) -> Verdict:
    """Set the dated rules of counselling: central and administrators."""
    return ALLOW if user.is_central or user.is_staff else deny(_("เกณฑ์ให้คำปรึกษา ส่วนกลางหรือผู้ดูแลระบบเป็นผู้แก้ไข"))
