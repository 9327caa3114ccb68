"""Why something is done: most acts that take something back ask for nothing else."""

from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import FewLines, ThaiTextField


class ReasonForm(PlainForm):
    """An act that needs its reason."""

    reason = ThaiTextField(label=_("เหตุผล"), max_length=1000, widget=FewLines())
