"""Scope and named reads of the direct line."""

from typing import Any, Self

from clinic_project.workflow import WorkflowQuerySet


class ConversationQuerySet(WorkflowQuerySet):
    """Conversations: a clinic's own, and all of them for central."""

    def visible_to(self, user: Any) -> Self:
        """Those of the person's clinics; central answers all."""
        return self.all() if user.is_central else self.filter(clinic_id__in=user.clinic_ids)

    def for_list(self) -> Self:
        """With what a row shows."""
        return self.select_related("clinic", "begun_by")

    def waiting_for(self, user: Any) -> Self:
        """Those in which the other side has spoken last and this person's side is asked."""
        mine = self.visible_to(user)
        asked = mine.filter(status="waits_clinic", clinic_id__in=user.clinic_ids)
        return asked | mine.filter(status="waits_central") if user.is_central else asked

    def matching(self, text: str) -> Self:
        """By reference or a piece of the subject."""
        return self.filter(reference__startswith=text.upper()) | self.filter(subject__contains=text)
