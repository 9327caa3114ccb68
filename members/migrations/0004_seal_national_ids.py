"""National IDs that stood in the clear are sealed, and every member gets the keys of today."""

from typing import Any

from django.db import migrations

from clinic_project.sealing import digest, seal, unseal
from members.models import number_key
from members.models.member import words_to_search

FIELDS = ["national_id_sealed", "national_id_digest", "number_key", "search_key"]


def _in_parts(members: Any, fields: list[str], change: Any) -> None:
    part = []
    for member in members.order_by("pk").iterator(chunk_size=1000):
        change(member)
        part.append(member)
        if len(part) == 1000:
            members.model.objects.bulk_update(part, fields)
            part = []
    members.model.objects.bulk_update(part, fields)


def forwards(apps: Any, schema_editor: Any) -> None:
    """Seal. Of members who share an ID only the first gets its digest; the list of doubles names the others."""
    members, seen = apps.get_model("members", "Member").objects.all(), set()

    def change(member: Any) -> None:
        member.number_key = number_key(member.number)
        name = f"{member.first_name} {member.last_name}"
        member.search_key = words_to_search(name, member.last_name, member.number, member.phone)
        if member.national_id:
            found = digest(member.national_id)
            member.national_id_sealed = seal(member.national_id)
            member.national_id_digest = None if found in seen else found
            seen.add(found)

    _in_parts(members, FIELDS, change)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Open them again."""

    def change(member: Any) -> None:
        member.national_id = unseal(member.national_id_sealed)

    _in_parts(apps.get_model("members", "Member").objects.all(), ["national_id"], change)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_registry")]
    operations = [migrations.RunPython(forwards, backwards)]
