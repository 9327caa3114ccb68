"""Forms of the plan: what was agreed, and how it goes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Plan, PlanLine, PlanProgress
from cases.services.plans import MOST_LINES
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.dates import format_short
from clinic_project.thai.forms import ThaiCharField, ThaiDateField
from clinic_project.widgets import ChipRadioSelect

PARTS = ("what", "who", "due_on")


class PlanForm(PlainForm):
    """Up to eight lines; those left empty don't count."""

    def __init__(self, data: Any, *, lines: list[dict[str, Any]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for n in range(MOST_LINES):
            line = lines[n] if n < len(lines) else {}
            self.fields[f"what_{n}"] = ThaiCharField(
                label=_("สิ่งที่จะทำ"),
                max_length=200,
                required=False,
                initial=line.get("what"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"who_{n}"] = forms.ChoiceField(
                label=_("ผู้ทำ"),
                choices=PlanLine.Who.choices,
                required=False,
                initial=line.get("who", PlanLine.Who.MEMBER),
            )
            self.fields[f"due_on_{n}"] = ThaiDateField(label=_("ภายในวันที่"), required=False, initial=line.get("due_on"))
        self.fields["agreed_on"] = ThaiDateField(label=_("ตกลงกันเมื่อ"), max_date=timezone.localdate)
        self.fields["next_visit"] = ThaiDateField(label=_("นัดพบครั้งหน้า"), required=False)
        self.fields["note"] = ThaiCharField(
            label=_("ข้อความถึงสมาชิก"),
            max_length=300,
            required=False,
            help_text=_("พิมพ์ในใบนำกลับบ้าน เช่น ถ้าถูกทวงถามระหว่างนี้ให้โทรหาคลินิก"),
        )

    def clean(self) -> dict[str, Any]:
        """A day belongs to something that is done."""
        for n in range(MOST_LINES):
            if self.cleaned_data.get(f"due_on_{n}") and not self.cleaned_data.get(f"what_{n}"):
                self.add_error(f"what_{n}", _("กรอกสิ่งที่จะทำของวันที่นี้"))
        return self.cleaned_data

    def plan(self) -> dict[str, Any]:
        """What :func:`cases.services.plans.make_plan` takes."""
        data = self.cleaned_data
        lines = [
            {"what": data[f"what_{n}"], "who": data[f"who_{n}"] or PlanLine.Who.MEMBER, "due_on": data[f"due_on_{n}"]}
            for n in range(MOST_LINES)
        ]
        return {"lines": lines, **{name: data[name] for name in ("agreed_on", "next_visit", "note")}}

    @property
    def shown(self) -> int:
        """How many lines stand open: those that say something, or are wrong, and one more; at least three."""
        boxes = [[self[f"{part}_{n}"] for part in PARTS] for n in range(MOST_LINES)]
        said = [n for n, line in enumerate(boxes) if line[0].value() or any(box.errors for box in line)]
        return min(MOST_LINES, max(3, max(said, default=0) + 2))

    def line_fields(self) -> list[list[forms.BoundField]]:
        """Boxes of each line, for the page."""
        return [[self[f"{part}_{n}"] for part in PARTS] for n in range(MOST_LINES)]


def lines_of(plan: Plan) -> list[dict[str, Any]]:
    """The lines of a version, to go on with."""
    return [{part: getattr(line, part) for part in PARTS} for line in plan.lines.all()]


def _who_by_when(line: PlanLine) -> str:
    who = str(line.get_who_display())
    return _("%(who)s · ภายใน %(day)s") % {"who": who, "day": format_short(line.due_on)} if line.due_on else who


class ProgressForm(PlainForm):
    """How each line stands today; one not spoken of is left alone."""

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.lines = list(plan.lines.all())
        self.fields["on"] = ThaiDateField(label=_("วันที่คุยกัน"), max_date=timezone.localdate)
        for n, line in enumerate(self.lines):
            self.fields[f"state_{n}"] = forms.ChoiceField(
                label=line.what,
                required=False,
                choices=PlanProgress.State.choices,
                widget=ChipRadioSelect,
                help_text=_who_by_when(line),
            )
            self.fields[f"note_{n}"] = ThaiCharField(label=_("หมายเหตุ"), max_length=300, required=False)

    def states(self) -> dict[int, tuple[str, str]]:
        """What was said of which line."""
        data = self.cleaned_data
        return {
            line.pk: (data[f"state_{n}"], data[f"note_{n}"]) for n, line in enumerate(self.lines) if data[f"state_{n}"]
        }

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Line, its choice and its note, for the page."""
        return [(line, self[f"state_{n}"], self[f"note_{n}"]) for n, line in enumerate(self.lines)]
