"""Pages of the phrases of advice: the list, add, change, remove."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.phrase import PhraseForm
from cases.models import AdvicePhrase
from cases.permissions import can_keep_phrases
from cases.services.phrases import remove_phrase, save_phrase
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from members.permissions import can_serve_somewhere


def _fetch(request: HttpRequest, pk: int) -> AdvicePhrase:
    """A phrase this person keeps."""
    phrase: AdvicePhrase = get_object_or_404(AdvicePhrase.objects.visible_to(request.user), pk=pk)
    can_keep_phrases(request.user, phrase.clinic_id).or_raise()
    return phrase


@require_safe
def phrases(request: HttpRequest) -> HttpResponse:
    """The phrases of the person's clinics, then those every clinic shares."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    rows = list(AdvicePhrase.objects.visible_to(user).select_related("clinic").order_by("order", "id"))
    context = {
        "own": [row for row in rows if row.clinic_id],
        "shared": [row for row in rows if not row.clinic_id],
        "keeps_shared": bool(can_keep_phrases(user, None)),
        "clinic": user.clinic,
    }
    return render(request, "cases/phrases.html", context)


@require_http_methods(["GET", "POST"])
def phrase_new(request: HttpRequest) -> HttpResponse:
    """Add a phrase to the person's clinic; central may add one for all."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()

    def act(data: dict[str, Any]) -> AdvicePhrase:
        clinic = None if data.pop("is_shared", False) else user.clinic
        return save_phrase(clinic=clinic, by=user, **data)

    form = PhraseForm(typed(request), asks_shared=bool(can_keep_phrases(user, None)))
    success, message = (lambda _saved: reverse("cases:phrases")), _("เพิ่มข้อความแล้ว")
    return run_form(request, form, template="cases/phrase_form.html", act=act, success=success, message=message)


@require_http_methods(["GET", "POST"])
def phrase_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a phrase."""
    phrase = _fetch(request, pk)
    return run_form(
        request,
        PhraseForm(typed(request), asks_shared=False, phrase=phrase),
        template="cases/phrase_form.html",
        act=lambda data: save_phrase(phrase=phrase, by=request.user, **data),
        success=lambda _saved: reverse("cases:phrases"),
        message=_("บันทึกข้อความแล้ว"),
        context={"phrase": phrase},
    )


@require_http_methods(["GET", "POST"])
def phrase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a phrase off the list."""
    phrase = _fetch(request, pk)
    if request.method == "POST":
        remove_phrase(phrase, by=request.user)
        return redirect("cases:phrases")
    return render(request, "cases/phrase_remove.html", {"phrase": phrase})
