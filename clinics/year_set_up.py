"""The page that sets a year up: what is asked in the address, the form, and the plan it leads to."""

from typing import Any

from django.http import HttpRequest

from clinic_project import drafts
from clinics.forms.years import YearChoiceForm, YearSetUpForm
from clinics.models import ProgrammeYear
from clinics.services.year_plans import BUDGET, DATES, YearPlan, plan_year


class SetUp:
    """One asking of the page. ``source`` is None where there is no year to copy yet."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.years = list(ProgrammeYear.objects.visible_to(request.user).order_by("-buddhist_year"))
        self.typed = drafts.typed(request)
        self.source = self.years[0] if self.years else None
        self.year = self.source.buddhist_year + 1 if self.source else 0
        self.choice = self._choice()
        self.form = self._form()

    def _choice(self) -> YearChoiceForm:
        """The form over the plan; sets ``source`` and ``year`` where it is filled in rightly."""
        known = {str(year.buddhist_year): year for year in self.years}
        asked: Any = self.typed if self.typed is not None else self.request.GET
        default = {"source": next(iter(known), ""), "year": str(self.year)}
        # The form below asks for the year too: a page has each id once.
        years = [year.buddhist_year for year in self.years]
        form = YearChoiceForm(default | asked.dict(), years=years, auto_id="choose_%s")
        if form.is_valid():
            self.source, self.year = known[form.cleaned_data["source"]], form.cleaned_data["year"]
        return form

    def _form(self) -> YearSetUpForm:
        if self.source is None:
            return YearSetUpForm()
        plan = plan_year(buddhist_year=self.year, copy_from=self.source)
        initial = {name: plan.values[name] for name in ("title", *DATES, *BUDGET)}
        initial |= {"source": self.source.buddhist_year, "year": self.year}
        return YearSetUpForm(self.typed, initial=initial)

    @property
    def is_preview(self) -> bool:
        """Whether the person only wants to see the plan with what was changed."""
        return self.request.method == "POST" and "preview" in self.request.POST and self.form.is_valid()

    @property
    def plan(self) -> YearPlan | None:
        """The plan with what is filled in, as far as it can be read."""
        if self.source is None:
            return None
        changes = self.form.changes() if self.form.is_bound and self.form.is_valid() else None
        return plan_year(buddhist_year=self.year, copy_from=self.source, changes=changes)

    def context(self) -> dict[str, Any]:
        """What the template needs."""
        return {"choice": self.choice, "form": self.form, "plan": self.plan}
