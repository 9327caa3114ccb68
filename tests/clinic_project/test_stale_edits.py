"""Somebody else saved first: both texts are shown, nothing is overwritten unseen, and what was chosen is saved."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Debt
from cases.services import cases, money
from clinic_project.merging import one_after_the_other, three_way
from clinic_project.models import Draft
from clinic_project.stale_edits import MINE, THEIRS
from referrals.services import referrals
from tests.factories_cases import make_case, with_example
from tests.factories_referrals import fresh, make_referral, person

WISH = "ลดค่างวด\nรักษาบ้านไว้\nส่งลูกเรียนให้จบ"


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("ก ข2 ค ง", "ก ข ค ง2", "ก ข2 ค ง2"),
        ("ก ข ค ง", "ก ค ง", "ก ค ง"),
        ("ก ข2 ค ง", "ก ข3 ค ง", None),
        ("ก ข2 ค ง", "ก ข2 ค ง", "ก ข2 ค ง"),
        ("ก ข ค ง จ", "ก ข ค ง ฉ", None),
        ("ศ ก ข ค ง", "ก ข ค", "ศ ก ข ค"),
        ("", "ก ข ค ง", ""),
    ],
)
def test_texts_are_joined_where_they_do_not_touch(mine: str, theirs: str, both: str | None) -> None:
    joined = three_way("ก ข ค ง", mine, theirs)
    assert (joined if joined is None else joined.strip()) == both


def test_joined_by_hand_holds_both_whole() -> None:
    assert one_after_the_other("ของฉัน", "ของเขา\n") == "ของเขา\nของฉัน"


def open_edit(client: Client, case: Case) -> dict[str, str]:
    """What the page of the case's facts posts as it stands."""
    page = client.get(f"/cases/{case.reference}/edit/")
    form = page.context["form"]
    boxes = {name: str(form[name].value() or "") for name in ("subject", "wish", "cause")}
    return {**boxes, "seen": page.context["edit"].seen}


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    return make_case(wish=WISH, cause="ค่ารักษาพยาบาล")


@pytest.mark.django_db
def test_both_texts_then_the_joined_one(client_as: Any, case: Case, cast: dict[str, Any]) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    sent = open_edit(client, case) | {"wish": WISH.replace("ลดค่างวด", "ลดค่างวดครึ่งหนึ่ง")}
    cases.edit_case(case, by=cast["head.cmi"], wish=WISH.replace("จบ", "จบปริญญา"), cause="ค่ารักษามารดา")
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert cast["head.cmi"].full_name in page
    found = {one.name: one for one in answer.context["differences"]}
    assert set(found) == {"wish", "cause"}
    # Only they changed the cause, so theirs is chosen; the wish was changed by both, in different places.
    assert (found["cause"].take, found["wish"].take) == (THEIRS, "both")
    assert found["wish"].joined.replace("\r", "") == "ลดค่างวดครึ่งหนึ่ง\nรักษาบ้านไว้\nส่งลูกเรียนให้จบปริญญา"
    chosen = {
        "stale": answer.context["choices"],
        "seen": answer.context["seen"],
        "take.cause": THEIRS,
        "take.wish": "both",
    }
    again = client.post(address, sent | chosen | {"joined.wish": found["wish"].joined})
    assert again.status_code == 302
    case.refresh_from_db()
    assert case.cause == "ค่ารักษามารดา"
    assert "ครึ่งหนึ่ง" in case.wish
    assert "จบปริญญา" in case.wish


@pytest.mark.django_db
@pytest.mark.parametrize(("take", "kept"), [(MINE, "ของฉัน"), (THEIRS, "ของหัวหน้า")])
def test_one_side_is_chosen(client_as: Any, case: Case, cast: dict[str, Any], take: str, kept: str) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    sent = open_edit(client, case) | {"wish": "ของฉัน"}
    cases.edit_case(case, by=cast["head.cmi"], wish="ของหัวหน้า", has_informal_threats=True)
    answer = client.post(address, sent)
    chosen = {"stale": answer.context["choices"], "seen": answer.context["seen"], "take.wish": take}
    chosen["take.has_informal_threats"] = THEIRS
    assert client.post(address, sent | chosen).status_code == 302
    case.refresh_from_db()
    assert (case.wish, case.has_informal_threats) == (kept, True)


@pytest.mark.django_db
def test_saved_a_third_time_meanwhile_asks_again(client_as: Any, case: Case, cast: dict[str, Any]) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    sent = open_edit(client, case) | {"wish": "ของฉัน"}
    cases.edit_case(case, by=cast["head.cmi"], wish="ครั้งที่สอง")
    answer = client.post(address, sent)
    cases.edit_case(case, by=cast["head.cmi"], wish="ครั้งที่สาม")
    chosen = {"stale": answer.context["choices"], "seen": answer.context["seen"], "take.wish": MINE}
    again = client.post(address, sent | chosen)
    assert again.status_code == 409
    assert "ครั้งที่สาม" in again.content.decode()
    case.refresh_from_db()
    assert case.wish == "ครั้งที่สาม"


@pytest.mark.django_db
def test_the_same_text_is_no_conflict(client_as: Any, case: Case, cast: dict[str, Any]) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    sent = open_edit(client, case) | {"wish": "เหมือนกัน"}
    cases.edit_case(case, by=cast["head.cmi"], wish="เหมือนกัน")
    assert client.post(address, sent).status_code == 302


@pytest.mark.django_db
def test_a_draft_never_overwrites_what_came_after_it(client_as: Any, case: Case, cast: dict[str, Any]) -> None:
    """The draft remembers what was stored when it was begun, not what is stored when it is opened again."""
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    page = client.get(address).content.decode()
    ticket = page.split('name="draft" value="')[1].split('"')[0]
    sent = open_edit(client, case) | {"wish": "จากร่าง"}
    client.post(reverse("draft_keep"), {**sent, "draft": ticket, "draft_revision": "0", "form_key": "a" * 32})
    cases.edit_case(case, by=cast["head.cmi"], wish="ของหัวหน้า")
    resumed = client.get(Draft.objects.get().resume_url)
    assert resumed.context["edit"].seen == sent["seen"]
    assert client.post(address, sent | {"seen": resumed.context["edit"].seen}).status_code == 409
    case.refresh_from_db()
    assert case.wish == "ของหัวหน้า"


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["", "x", "eyJ3aXNoIjoieCJ9:abc:def"])
def test_a_page_that_says_nothing_true_is_asked(client_as: Any, case: Case, seen: str) -> None:
    client = client_as("officer.cmi")
    sent = open_edit(client, case) | {"wish": "ของฉัน", "seen": seen}
    assert client.post(f"/cases/{case.reference}/edit/", sent).status_code == 409
    case.refresh_from_db()
    assert case.wish == WISH


@pytest.mark.django_db
def test_what_was_seen_is_no_choice(client_as: Any, case: Case) -> None:
    """Both boxes are sealed by us; one in the place of the other says nothing."""
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/edit/"
    sent = open_edit(client, case)
    answer = client.post(address, sent | {"stale": sent["seen"], "take.wish": THEIRS})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.wish == WISH


@pytest.mark.django_db
def test_dates_amounts_and_ticks_are_taken_from_what_is_stored(client_as: Any, cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    debt, client = case.debts.filter(stage="sued").get(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/{debt.pk}/"
    page = client.get(address)
    sent = {"creditor": "เจ้าหนี้ของฉัน", "kind": debt.kind, "balance": "1", "instalment": "1", "rate": "1"}
    sent |= {"rate_kind": debt.rate_kind, "stage": "normal", "seen": page.context["edit"].seen}
    day = case.opened_on
    money.update_debt(
        debt,
        by=cast["head.cmi"],
        balance=Decimal("2345.50"),
        contract_date=day,
        is_cooperative=True,
        stage="judgment",
    )
    answer = client.post(address, sent)
    assert answer.status_code == 409
    names = [one.name for one in answer.context["differences"]]
    assert {"creditor", "balance", "contract_date", "is_cooperative", "stage"} <= set(names)
    chosen = {"stale": answer.context["choices"], "seen": answer.context["seen"]}
    chosen |= {f"take.{name}": MINE if name == "creditor" else THEIRS for name in names}
    assert client.post(address, sent | chosen).status_code == 302
    stored = Debt.objects.get(pk=debt.pk)
    assert (stored.creditor, stored.balance, stored.contract_date) == ("เจ้าหนี้ของฉัน", Decimal("2345.50"), day)
    assert (stored.is_cooperative, stored.stage, stored.annual_rate) == (True, "judgment", debt.annual_rate)


@pytest.mark.django_db
def test_a_referral_s_draft_is_guarded_too(client_as: Any, cast: dict[str, Any]) -> None:
    referral, client = make_referral("draft"), client_as("officer.cmi")
    address = reverse("referrals:edit", args=[referral.reference])
    seen = client.get(address).context["edit"].seen
    referrals.edit_draft(referral, question="ของหัวหน้า", tried="", route="consult", by=person("head.cmi"))
    sent = {"question": "ของฉัน", "tried": referral.tried, "route": "escalate", "seen": seen}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "ของหัวหน้า" in answer.content.decode()
    assert fresh(referral).question == "ของหัวหน้า"
