"""Changing the key national IDs are sealed with (clinic_project/sealing.py)."""

from django.db import transaction

from clinic_project.sealing import digest
from members.models import Member, Merge

PART = 500


def reseal_all() -> int:
    """Seal every national ID with the newest key, a part at a time, so that nobody waits; say how many."""
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = Member.objects.select_for_update(of=("self",)).exclude(national_id_sealed="").filter(pk__gt=last)
            part = list(rows.order_by("pk")[:PART])
            for member in part:
                had_digest, digits = member.national_id_digest is not None, member.national_id
                if member.national_id_digest == digest(digits):
                    continue
                member.national_id = digits
                if not had_digest:
                    # Somebody else has the same ID from before it had to be alone; the list of doubles names both.
                    member.national_id_digest = None
                done += 1
                Member.objects.filter(pk=member.pk).update(
                    national_id_sealed=member.national_id_sealed, national_id_digest=member.national_id_digest
                )
        if not part:
            break
        last = part[-1].pk
    return done + _reseal_merges()


def _reseal_merges() -> int:
    """The IDs that merges keep for their undoing."""
    from clinic_project.sealing import seal, unseal

    done = 0
    for merge in Merge.objects.filter(undone_at__isnull=True):
        values = merge.before.get("national_id_sealed")
        if values and any(values):
            merge.before["national_id_sealed"] = [seal(unseal(value)) for value in values]
            merge.save(update_fields=["before"])
            done += 1
    return done
