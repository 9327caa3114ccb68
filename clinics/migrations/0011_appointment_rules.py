"""Nobody shares a post in time: one head, one secretary, one finance officer, one chair; whoever acts, likewise."""

from django.db import migrations

from clinic_project.database_rules import refuse

# Both of the rows NEW and o are in force on some day.
_TOGETHER = (
    "o.id <> NEW.id AND o.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')"
    " AND NEW.starts_on <= COALESCE(o.ends_on, '9999-12-31')"
)
_SAME_POST = (
    "o.user_id = NEW.user_id AND o.post = NEW.post AND (NEW.post <> 'other' OR o.post_title = NEW.post_title)"
    " AND (o.role = NEW.role OR (NOT o.is_acting AND NOT NEW.is_acting))"
)
_SINGLE = (
    "o.is_acting = NEW.is_acting AND ((o.role = NEW.role"
    " AND NEW.role IN ('head', 'secretary', 'chair', 'committee_secretary'))"
    " OR (o.post = 'finance' AND NEW.post = 'finance'))"
)


def _broken(place: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM clinics_appointment o WHERE {place} AND {_TOGETHER}"
        f" AND (({_SINGLE}) OR ({_SAME_POST})))"
    )


class Migration(migrations.Migration):
    dependencies = [("clinics", "0010_appointment_facts")]

    operations = [
        refuse(
            "appointment_once_in_clinic",
            table="clinics_appointment",
            broken=_broken("o.clinic_year_id = NEW.clinic_year_id"),
            message="appointments of one post overlap in the clinic year",
            shared=("clinics_clinicyear", "clinic_year_id"),
        ),
        refuse(
            "appointment_once_in_committee",
            table="clinics_appointment",
            broken=_broken("NEW.committee <> '' AND o.committee = NEW.committee"),
            message="appointments of one post overlap in the committee",
            turn="committee",
        ),
    ]
