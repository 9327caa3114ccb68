"""Buttons of the session form that fill something in; without a script the page comes again with it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from cases.forms.session_parts import NEW_CASE
from cases.models import AdvicePhrase
from cases.visits import PersonSummary, phrases_for
from clinics.models import Clinic, User

# The page comes again with everything typed, nothing is judged or saved.
LOOKING = frozenset({"find", "pick", "change", "same", "open_case", "back"})
PHRASE = "phrase:"
# The new member typed is this one, who is in the register already.
IS = "is:"
# So many phrases stand open; the rest are one press away.
FIRST_PHRASES = 4


class HelpPart(forms.Form):
    """Last time's choices, a phrase of advice, the part that opens a case."""

    user: User
    clinic: Clinic
    person: PersonSummary | None

    @property
    def action(self) -> str:
        """The button that was pressed."""
        return str(self.data.get("do") or "")[:40] if self.is_bound else ""

    @property
    def is_only_looking(self) -> bool:
        """Whether the button pressed looks something up or fills something in, and saves nothing."""
        return self.action in LOOKING or self.action.startswith((PHRASE, IS))

    def _put(self, name: str, value: str) -> None:
        if isinstance(self.data, QueryDict) and self.is_bound:
            self.data[name] = value

    def _add(self, name: str, values: list[str]) -> None:
        if isinstance(self.data, QueryDict):
            self.data.setlist(name, list(dict.fromkeys([*self.data.getlist(name), *values])))

    @cached_property
    def phrases(self) -> list[AdvicePhrase]:
        """The phrases on offer, the fitting ones first."""
        ticked = self["activities"].value() or []
        return phrases_for(self.user, self.clinic, list(ticked) if isinstance(ticked, list) else [])

    @property
    def first_phrases(self) -> list[AdvicePhrase]:
        """Those that stand open."""
        return self.phrases[:FIRST_PHRASES]

    @property
    def more_phrases(self) -> list[AdvicePhrase]:
        """Those that are folded away."""
        return self.phrases[FIRST_PHRASES:]

    def apply_help(self) -> None:
        """Do what the pressed button promised; what is typed already stays."""
        if self.action == "same":
            self._take_over_habit()
        elif self.action == "open_case":
            self._put("case", NEW_CASE)
            self.fields["subject"].widget.attrs["autofocus"] = True
        elif self.action.startswith(PHRASE):
            self._insert(self.action.removeprefix(PHRASE))
        elif not self.is_bound and self.person is None and not self.initial.get("saved"):
            # Not where the last visit is confirmed: the focus would scroll past that on a phone.
            self.fields["find"].widget.attrs["autofocus"] = True

    def _take_over_habit(self) -> None:
        habit = self.person.habit if self.person else None
        if habit is None:
            return
        self._add("activities", habit.activities)
        self._add("client_types", habit.client_types)
        if habit.case and not self.data.get("case"):
            self._put("case", habit.case)

    def _insert(self, chosen: str) -> None:
        text: Any = next((phrase.text for phrase in self.phrases if str(phrase.pk) == chosen), "")
        written = str(self.data.get("advice") or "").rstrip()
        self._put("advice", f"{written}\n{text}" if written and text else written or text)
