"""Which pages are visited, by whom: every row of the access table that answers with a page, and the administration."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from cases.models import Case, Debt
from members.models import Member
from referrals.models import Meeting
from tests.access_scene import Things
from tests.access_table import PLACES, ROWS, people_of
from tests.wide import is_narrow, is_wide

# Pages that each place sees in its own way; any other page is looked at by one who may open it.
BY_PLACE = {"home", "evaluations:year"}
# The framework's own: answers to scripts, ways out and doors that lead on to a page visited anyway.
ADMIN_REFUSES = {
    f"{model}_{page}"
    for model in ("clinic_project_event", "clinics_programmeyear", "members_member")
    for page in ("add", "delete")
} | {"members_retentionrule_delete"}
NO_ADMIN_PAGES = {
    "login",
    "logout",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "password_change",
    "password_change_done",
}

# Of the framework's administration, kept as it is: a column header without words over the rows' names.
FRAMEWORK_FAULTS = ("axe empty-table-header",)
# Forms whose page is looked at again after they were sent empty.
FORMS_IN_ERROR = {
    "password_change", "members:new", "members:receive", "members:edit", "members:reveal",
    "members:rename", "members:merge_find", "members:import", "members:export",
    "cases:session_new", "survey", "cases:edit", "cases:severity", "cases:assign", "cases:debt_new",
    "cases:follow_up_new", "cases:follow_up_done", "referrals:new", "referrals:edit",
    "referrals:tell_member", "referrals:measure_new", "referrals:measure_edit", "referrals:meeting_new",
    "referrals:item_resolution", "referrals:item_interest", "referrals:item_vote", "referrals:item_undo",
    "referrals:meeting_item_add", "evaluations:issue", "login",
    "cases:move", "cases:conflict", "cases:break_glass",
    "referrals:meeting_attendance",
    "clinics:line_new", "clinics:line",
    "evaluations:visit_new", "evaluations:visit_edit", "evaluations:visit_reply",
    "evaluations:poster_edit", "evaluations:poster_photo_new", ("members:consent_new", "consent ask"),
    "members:consent_text_new",
    "clinics:selection_volunteer", "clinics:selection_vote", "clinics:selection_select", "clinics:selection_skip",
    "clinics:candidate_edit", "clinics:candidate_withdraw", "clinics:selection_undo",
    "clinics:letter_new", "clinics:letter_register", "clinics:letter_edit", "clinics:letter_issue",
    "clinics:letter_receive", "clinics:letter_void", "clinics:letter_scan", "clinics:letter_pass_on",
    "clinics:library_new", "clinics:library_version_new", "clinics:library_withdraw", "clinics:announcement_new",
    "clinics:announcement_edit", ("clinics:announcement_move", "announced withdraw"),
    "clinics:staff_appoint", "clinics:staff_act", "clinics:staff_secretary",
    "clinics:staff_leave", "clinics:order_issue", "clinics:seat_appoint", "clinics:seat_end",
    "clinics:year_new", "clinics:year_edit", "clinics:year_resolution_new", "clinics:year_milestone_new",
    "clinics:year_milestone_done", "clinics:year_sign", "clinics:year_return",
    "clinics:service_day_new", "clinics:service_plan_new", "clinics:outreach_new",
    ("clinics:service_day_move", "calendar ahead cancel"),
    ("referrals:detail", "sent"), ("referrals:move", "sent withdraw"),
    ("referrals:move", "info_requested answer_info"),
}  # fmt: skip
FORMS_IN_ERROR |= {
    "clinics:orientation_new", "clinics:orientation_tick", "clinics:orientation_material_new", "clinics:criteria",
    "clinics:opening_announce", ("clinics:orientation_move", "op later cancel"),
    ("clinics:opening_open", "op oriented"), ("clinics:baseline_move", "op baseline return"),
}  # fmt: skip
FORMS_IN_ERROR |= {
    "clinics:confirmation_edit", "clinics:confirmation_scan", ("verify", "verify submitted"),
    ("clinics:confirmation_move", "confirmation submitted return"),
    ("clinics:confirmation_move", "confirmation draft decline"),
}  # fmt: skip
FORMS_IN_ERROR |= {
    ("clinics:expense_new", "budget"), "clinics:expense_edit", "clinics:receipt_new", "clinics:advance_new",
    "clinics:budget_override", "clinics:budget_allocation", ("clinics:expense_move", "expense submitted return"),
    ("clinics:budget_move", "budget close"), ("clinics:advance_move", "advance paid clear"),
}  # fmt: skip
FORMS_IN_ERROR |= {"cases:rule_new", "cases:plan_new", "cases:plan_progress"}
FORMS_IN_ERROR |= {
    "cases:debt_edit", "cases:guarantor_new", "cases:guarantee_new", "cases:lawsuit_new", "cases:lawsuit_edit",
    "cases:debts_paste", "cases:paper_new", "cases:paper_remove",
}  # fmt: skip
# Of so many forms in error the everyday run looks at one.
FEWER_FORMS = 4
# Where the first who may open a page sees why the form is not there yet: who sees the form.
SEES_THE_FORM = {"clinics:opening_open": "head.cen"}
# The framework's own two forms answer 200 when something is wrong.
ANSWER_200 = {"login", "password_change"}
# Moves that are sent from two tabs.
STALE = {"case start", "sent accept"}
# Parts of a page that htmx asks for; they are seen where they belong.
PARTS = {"cases:session_suggest", "cases:household_totals"}
# Files whose address does not say so.
PAPERS = {
    "job_result", "evaluations:poster_photo", "clinics:library_file", "shared_file", "clinics:announcement_file",
    "clinics:choice_evidence", "clinics:seat_evidence", "clinics:staff_evidence",
    "clinics:letter_scan_file",
    "clinics:calendar_feed",
}  # fmt: skip
PAPERS |= {"clinics:orientation_material", "clinics:baselines_sheet", "clinics:confirmation_scan_file"}
PAPERS |= {"members:import_template", "members:import_errors", "clinics:receipt", "clinics:year_expenses_export"}
PAPERS |= {"clinics:receipt", "clinics:year_expenses_export"}
PAPERS |= {"cases:paper"}
PAPERS |= {"members:consent_paper"}
FORMS_IN_ERROR |= {
    "members:data_request_new", "members:data_request_export", ("members:data_request_move", "asked fulfil"),
    ("members:data_request_move", "asked refuse"), "members:holds", "members:retention_run", "members:breach_new",
    ("members:breach_move", "breach notify"), ("members:breach_move", "breach keep"),
}  # fmt: skip
# Where the pages of templates/errors are shown.
ERROR_PAGES = "/an-error-page/"


@dataclass(frozen=True)
class Visit:
    """A page: its name in the resolver, who looks at it, where it is."""

    name: str
    username: str
    address: str
    status: int = 200
    # "empty": its form is sent with nothing in it; "stale": somebody else makes the move first.
    state: str = ""

    def may(self, fault: str) -> bool:
        """Whether the fault is the framework's and stays, see :data:`FRAMEWORK_FAULTS`."""
        return not self.is_ours and any(known in fault for known in FRAMEWORK_FAULTS)

    @property
    def is_paper(self) -> bool:
        """Whether a file comes in place of a page."""
        return self.address.endswith(".pdf") or self.name in PAPERS

    @property
    def is_ours(self) -> bool:
        """Whether the page is the product's own, not the framework's administration."""
        return not self.name.startswith("admin:")

    def __str__(self) -> str:
        return f"{self.name} {self.address} as {self.username} {self.state}".rstrip()


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every name of an address, the administration's too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def every_page(things: Things) -> list[Visit]:
    """All pages of the product that answer 200: each once, some by each place, log-in by nobody."""
    found: list[Visit] = []
    # The everyday run looks at each page with the first of its things, the wide run with all of them.
    once: set[str] = set()
    for name, thing, method, answers in ROWS:
        fitting = [person for person, code in answers.items() if code == "200"]
        if method != "GET" or not fitting or name == "admin:index" or (name in once and not is_wide()):
            continue
        once.add(name)
        if name in BY_PLACE:
            fitting = [next(who for who in people_of(place) if who in fitting) for place in PLACES if place != "public"]
            found += [Visit(name, who, reverse(name, args=things[thing])) for who in fitting]
        else:
            found.append(Visit(name, fitting[0], reverse(name, args=things[thing])))
    return found


def every_refusal(things: Things) -> list[Visit]:
    """Pages that say what is wrong: forms sent empty, stale moves, and what :data:`templates/errors` holds."""
    found: list[Visit] = []
    for name, thing, method, answers in ROWS:
        fitting = [person for person, code in answers.items() if code == "200"]
        if method == "GET" and fitting and ({name, (name, thing)} & FORMS_IN_ERROR or thing in STALE):
            state = "stale" if thing in STALE and name.endswith("move") else "empty"
            who = SEES_THE_FORM.get(name, fitting[0])
            found.append(Visit(name, who, reverse(name, args=things[thing]), state=state))
    if not (is_wide() or is_narrow()):
        # One component draws what is wrong with any form; that it says it in Thai, test_robustness.py asks of each.
        found = [visit for number, visit in enumerate(found) if visit.state == "stale" or number % FEWER_FORMS == 0]
    files = (Path(settings.BASE_DIR) / "templates/errors").glob("*.html")
    found += [Visit(f"error {file.stem}", "head.cmi", f"{ERROR_PAGES}{file.stem}") for file in sorted(files)]
    missing = reverse("cases:detail", args=["69-ZZZ-0000"])
    refused = reverse("referrals:meeting_list")
    return [*found, Visit("404", "head.cmi", missing, 404), Visit("403", "head.cmi", refused, 403)]


def every_admin_page() -> list[Visit]:
    """All pages of the framework's administration that an administrator may open."""
    found = []
    for name in names():
        space, _, short = name.rpartition(":")
        if space == "admin" and short not in NO_ADMIN_PAGES:
            found += [Visit(name, "admin", address, _admin_answer(short)) for address in _admin_addresses(name)]
    return found


def _admin_answer(short: str) -> int:
    """Rows nobody makes or deletes by hand are refused; the second step of an import takes a form only."""
    if short.endswith("process_import"):
        return 405
    return 403 if short in ADMIN_REFUSES else 200


def _admin_addresses(name: str) -> list[str]:
    """Where an administration's page is found: of a page about a row, the first row's."""
    short = name.removeprefix("admin:")
    labels = {model._meta.label_lower: model for model in admin.site._registry}
    if short == "app_list":
        return [reverse(name, args=[label]) for label in sorted({label.split(".")[0] for label in labels})]
    try:
        return [reverse(name)]
    except NoReverseMatch:
        models = [model for label, model in labels.items() if short.startswith(label.replace(".", "_") + "_")]
        row = (models or [get_user_model()])[0]._default_manager.order_by("pk").first()
        return [reverse(name, args=[row.pk])] if row else []


LONG_NAME = "กัญญาณัฐณิชชาภัทรพิชชาพรวรัญญาสิริกาญจนา"
LONG_TEXT = "รวมหนี้ภายนอกทุกแห่งเป็นเงินกู้สหกรณ์แล้วขยายงวดให้ยาวพอที่จะเหลือเงินเลี้ยงครอบครัวหกคนและค่าเล่าเรียนของบุตรสามคน "


def lengthen(things: Things) -> None:
    """Give some of the things the longest names, texts and amounts people really have."""
    cases = Case.objects.filter(reference__in=[things["case"][0], things["sent case"][0]])
    members = Member.objects.filter(pk__in=cases.values("member")) | Member.objects.filter(number=things["member"][0])
    long_name = {"prefix": "ว่าที่ร้อยตรีหญิง", "first_name": LONG_NAME, "last_name": f"ณ {LONG_NAME}"}
    members.update(unit=LONG_TEXT[:190], **long_name)
    cases.update(subject=LONG_TEXT[:190])
    debts = Debt.objects.filter(case__in=cases, is_cooperative=False)
    debts.update(creditor=LONG_TEXT[:140], balance="99999999.99", instalment="1234567.89")
    Meeting.objects.filter(reference=things["meeting planned"][0]).update(place=LONG_TEXT[:190])
