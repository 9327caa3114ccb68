"""Notices: written with the deed, sent once or once more, never lost, and never telling what they are about."""

import ast
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.outbox import sending, services
from clinic_project.outbox.models import Outbox
from clinic_project.outbox.registrations import notices
from clinic_project.registry import NoticeKind, registry
from clinic_project.verdicts import ALLOW, NotAllowed, Verdict, hide
from clinics.models import User
from tests import source

ClientAs = Callable[[str], Client]
KIND = "trial.notice"


class Rights:
    """Who may have the trial's notices; each test says."""

    verdict: Verdict = ALLOW


@pytest.fixture(autouse=True)
def rights() -> Iterator[Rights]:
    """The kind ``trial.notice``."""
    found = Rights()
    registry.notices[KIND] = NoticeKind("เรื่องทดลอง", lambda user, notice: found.verdict)
    yield found
    del registry.notices[KIND]


class Broken(BaseEmailBackend):
    """A mail server that does what the test says."""

    error: Exception = ConnectionRefusedError()

    def send_messages(self, email_messages: Any) -> int:
        raise self.error


@pytest.fixture
def down(settings: Any) -> Iterator[type[Broken]]:
    """The mail server is down until the test sets ``settings.EMAIL_BACKEND`` again."""
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    yield Broken
    Broken.error = ConnectionRefusedError()


def post(username: str = "head.cmi", address: str = "head@example.org") -> Outbox:
    """A notice to somebody."""
    User.objects.filter(username=username).update(email=address)
    to, by = User.objects.get(username=username), User.objects.get(username="head.cen")
    return services.post(to=to, kind=KIND, path="/clinics/", by=by)


def again(notice: Outbox) -> Outbox:
    """The notice as it is stored now."""
    return Outbox.objects.get(pk=notice.pk)


@pytest.mark.django_db
def test_a_notice_is_sent_once_however_often_the_worker_looks(cast: dict[str, Any]) -> None:
    notice = post()
    assert (sending.send_due(), sending.send_due()) == (1, 0)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["head@example.org"]
    assert mail.outbox[0].extra_headers["Message-ID"] == notice.message_id
    assert again(notice).state == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_undone_leaves_no_notice(cast: dict[str, Any]) -> None:
    def deed() -> None:
        with transaction.atomic():
            post()
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        deed()
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_while_the_mail_server_is_down_nothing_is_lost(cast: dict[str, Any], down: Any, settings: Any) -> None:
    notice = post()
    for attempt, pause in enumerate(sending.BACK_OFF, 1):
        assert sending.send_due() == 0
        waiting = again(notice)
        assert (waiting.state, waiting.attempts) == ("waiting", attempt)
        assert waiting.next_attempt_at is not None
        assert timedelta(0) < waiting.next_attempt_at - timezone.now() <= pause
        assert sending.take() is None, "not before its time"
        Outbox.objects.filter(pk=notice.pk).update(next_attempt_at=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == notice.message_id


@pytest.mark.django_db
def test_after_days_it_is_given_up_and_an_administrator_tries_again(
    cast: dict[str, Any], down: Any, settings: Any, client_as: ClientAs
) -> None:
    notice = post()
    Outbox.objects.filter(pk=notice.pk).update(attempts=len(sending.BACK_OFF))
    sending.send_due()
    assert again(notice).state == "failed"
    page = client_as("admin").get(reverse("outbox") + "?show=failed").content.decode()
    assert again(notice).reason in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert client_as("admin").post(reverse("outbox_retry", args=[notice.pk])).status_code == 302
    assert sending.send_due() == 1
    assert again(notice).state == "sent"


@pytest.mark.django_db
def test_an_address_the_server_refuses_fails_at_once(cast: dict[str, Any], down: Any) -> None:
    down.error = smtplib.SMTPRecipientsRefused({})
    notice = post()
    sending.send_due()
    assert (again(notice).state, again(notice).attempts) == ("failed", 1)


@pytest.mark.django_db
def test_a_server_that_is_down_ends_the_round(cast: dict[str, Any], down: Any) -> None:
    first, second = post(), post("secretary.cmi", "secretary@example.org")
    sending.send_due()
    assert (again(first).attempts, again(second).attempts) == (1, 0)


@pytest.mark.django_db
def test_a_crash_between_sending_and_marking_sends_once_more_with_the_same_number(cast: dict[str, Any]) -> None:
    notice, later = post(), timezone.now() + sending.CLAIM + timedelta(seconds=1)
    for crash in (1, 2):
        taken = sending.take(timezone.now() if crash == 1 else later)
        assert taken is not None
        sending.message_of(taken).send()  # and the worker dies here
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [notice.message_id] * 2
    assert sending.take(later + sending.CLAIM + timedelta(seconds=1)) is None
    assert (again(notice).state, len(mail.outbox)) == ("failed", 2)


@pytest.mark.django_db
def test_what_one_worker_holds_another_passes(cast: dict[str, Any]) -> None:
    post()
    assert sending.take() is not None
    assert sending.take() is None


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_does_not_mark_what_another_took(cast: dict[str, Any]) -> None:
    notice = post()
    slow = sending.take()
    assert slow is not None
    quick = sending.take(timezone.now() + sending.CLAIM + timedelta(seconds=1))
    assert quick is not None
    sending.send(slow)
    assert again(notice).state == "sending"
    sending.send(quick)
    assert again(notice).state == "sent"


@pytest.mark.django_db
def test_rights_are_asked_again_when_it_is_sent(cast: dict[str, Any], rights: Rights) -> None:
    gone, closed = post(), post("secretary.cmi", "secretary@example.org")
    User.objects.filter(username="secretary.cmi").update(is_active=False)
    rights.verdict = hide("ผู้รับพ้นตำแหน่งแล้ว")
    assert sending.send_due() == 0
    assert not mail.outbox
    assert (again(gone).state, again(gone).reason) == ("dropped", "ผู้รับพ้นตำแหน่งแล้ว")
    assert (again(closed).state, again(closed).reason) == ("dropped", "บัญชีผู้รับปิดไปแล้ว")


@pytest.mark.django_db
def test_one_that_may_not_go_does_not_hold_up_the_next(cast: dict[str, Any]) -> None:
    first, second = post(), post("secretary.cmi", "secretary@example.org")
    User.objects.filter(username="head.cmi").update(is_active=False)
    assert sending.send_due() == 1
    assert (again(first).state, again(second).state) == ("dropped", "sent")


@pytest.mark.django_db
def test_without_an_address_it_stands_on_the_home_page_until_it_is_opened(
    cast: dict[str, Any], client_as: ClientAs
) -> None:
    notice, client = post(address=""), client_as("head.cmi")
    assert notice.state == "shown"
    assert sending.send_due() == 0
    assert "มีข้อความใหม่: เรื่องทดลอง" in client.get("/").content.decode()
    assert client_as("head.pct").get(reverse("notice", args=[notice.pk])).status_code == 404
    opened = client.get(reverse("notice", args=[notice.pk]))
    assert (opened.status_code, opened["Location"]) == (302, "/clinics/")
    assert list(notices(User.objects.get(username="head.cmi"))) == []


@pytest.mark.django_db
def test_a_system_without_a_mail_server_shows_every_notice(cast: dict[str, Any], settings: Any) -> None:
    settings.MAIL_IS_ON = False
    assert post().state == "shown"


@pytest.mark.django_db
def test_what_goes_out_tells_nothing_but_what_kind_of_thing_it_is(cast: dict[str, Any]) -> None:
    for kind, known in registry.notices.items():
        to = User.objects.get(username="head.cmi")
        notice = services.post(to=to, kind=kind, path="/clinics/", by=None)
        link = notice.text.split("\n")[3]
        rest = f"{notice.subject} {notice.text}".replace(link, "").replace(str(known.words), "")
        assert link.endswith("/clinics/")
        fixed = rest.replace("คลินิกสหกรณ์", "")
        for name in User.objects.values_list("first_name", "last_name", "username").distinct():
            assert not [part for part in name if part and part in fixed], kind
        assert not any(sign.isdigit() for sign in fixed + str(known.words)), kind
        assert "บาท" not in fixed + str(known.words)


def test_no_caller_has_a_place_to_put_words() -> None:
    parameters = next(
        node for name, node in source.functions(source.ROOT / "clinic_project/outbox/services.py") if name == "post"
    )
    assert {arg.arg for arg in parameters.args.kwonlyargs} == {"to", "kind", "path", "by", "about"}
    # And what a kind is called is written in the source, not made up from data.
    for path in source.python_files():
        for node in ast.walk(source.tree_of(path)):
            if isinstance(node, ast.Call) and source.called(node) == "NoticeKind":
                assert not any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(node.args[0])), path


@pytest.mark.django_db
def test_an_unknown_kind_and_a_foreign_path_are_refused(cast: dict[str, Any]) -> None:
    to = User.objects.get(username="head.cmi")
    for kind, path in (("no.such", "/clinics/"), (KIND, "https://example.org/")):
        with pytest.raises(ValueError, match="no such notice"):
            services.post(to=to, kind=kind, path=path, by=None)


@pytest.mark.django_db
def test_only_administrators_try_again_and_only_what_failed(cast: dict[str, Any]) -> None:
    notice = post()
    with pytest.raises(NotAllowed):
        services.retry_notice(notice, by=User.objects.get(username="head.cen"))
    Outbox.objects.filter(pk=notice.pk).update(state="failed", reason="ลองไม่ได้")
    User.objects.filter(username="head.cmi").update(email="new@example.org")
    assert services.retry_notice(notice, by=User.objects.get(username="admin")).address == "new@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["state = 'sent'", "state = 'failed', reason = ''", "next_attempt_at = NULL", "address = ''"]
)
def test_the_database_keeps_each_state_whole(cast: dict[str, Any], change: str) -> None:
    notice = post()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE outbox_outbox SET {change} WHERE id = %s", [notice.pk])


@pytest.mark.django_db(transaction=True)
def test_the_command_sends_what_is_due_and_ends(cast: dict[str, Any]) -> None:
    post()
    call_command("send_outbox", "--once")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_of_the_background_work_sends_too(cast: dict[str, Any]) -> None:
    post()
    call_command("run_jobs", "--once")
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_old_notices_go_but_not_what_failed(cast: dict[str, Any]) -> None:
    sent, failed = post(), post()
    sending.send(again(sending.take() or sent))
    Outbox.objects.filter(pk=failed.pk).update(state="failed", reason="ลองไม่ได้")
    Outbox.objects.update(created_at=timezone.now() - services.KEEP - timedelta(days=1))
    assert services.drop_old() == 1
    assert list(Outbox.objects.all()) == [failed]


@pytest.mark.django_db
def test_a_longer_list_costs_no_more_queries(
    cast: dict[str, Any], client_as: ClientAs, django_assert_max_num_queries: Any
) -> None:
    admin = client_as("admin")
    post()
    admin.get(reverse("outbox"))
    with django_assert_max_num_queries(100) as one:
        admin.get(reverse("outbox"))
    post("secretary.cmi"), post("officer.cmi")
    with django_assert_max_num_queries(100) as three:
        admin.get(reverse("outbox"))
    assert len(one.captured_queries) == len(three.captured_queries)
