"""Background work: the queue and its worker, what its owner sees, what nobody else sees."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic_project.jobs import kinds, services, worker
from clinic_project.jobs.kinds import File, Kind, Outcome, Work
from clinic_project.jobs.management.commands.run_jobs import is_alive
from clinic_project.jobs.models import Job, JobFile
from clinic_project.models import Event
from clinic_project.verdicts import ALLOW, Verdict, deny

ClientAs = Callable[[str], Client]


class Trial:
    """A kind of work for the tests: what it does and who may is set by each test."""

    def __init__(self) -> None:
        self.runs = 0
        self.act: Callable[[Work], Outcome] = lambda work: Outcome(file=File("รายงาน.pdf", b"%PDF-1"))
        self.verdict: Verdict = ALLOW

    def run(self, work: Work) -> Outcome:
        self.runs += 1
        return self.act(work)


@pytest.fixture
def trial(settings: Any) -> Iterator[Trial]:
    """The kind ``trial``, in a queue that a worker has to empty."""
    settings.JOBS_IMMEDIATE = False
    doing = Trial()
    kinds.register(Kind("trial", doing.run, lambda user, job: doing.verdict, keep_days=3))
    yield doing
    del kinds._kinds["trial"]


def start(by: Any, **fields: Any) -> Job:
    """Work as a view starts it."""
    values = {"kind": "trial", "title": "รายงานทดลอง", "arguments": {"year": 2561}, **fields}
    return services.start_job(by=by, **values)


def work_off() -> int:
    """What a worker does with what waits now."""
    taken = 0
    while job := services.take_job(worker="w1"):
        worker.do(job)
        taken += 1
    return taken


def test_asked_twice_it_is_one_piece_of_work(trial: Trial, cast: dict[str, Any]) -> None:
    first, second = start(cast["edu.chair"]), start(cast["edu.chair"])
    assert first.pk == second.pk
    assert start(cast["edu.chair"], arguments={"year": 2562}).pk != first.pk
    assert start(cast["edu.secretary"]).pk != first.pk
    assert work_off() == 3
    assert trial.runs == 3


def test_the_database_itself_refuses_the_same_work_twice(trial: Trial, cast: dict[str, Any]) -> None:
    job = start(cast["edu.chair"])
    # As when a second request did not see the first: the row is there all the same.
    other = services._add_job(
        by=job.owner, source=None, kind=job.kind, title=job.title, arguments=job.arguments, subject=job.subject
    )
    assert other.pk == job.pk


def test_a_result_is_given_again_while_nothing_changed(trial: Trial, cast: dict[str, Any]) -> None:
    first = start(cast["edu.chair"], fingerprint="a")
    work_off()
    assert start(cast["edu.chair"], fingerprint="a").pk == first.pk
    changed = start(cast["edu.chair"], fingerprint="b")
    assert changed.pk != first.pk
    work_off()
    services.drop_old(now=timezone.now() + timedelta(days=4))
    assert start(cast["edu.chair"], fingerprint="b").state == "waiting"


def test_its_page_says_how_far_it_is_and_stops_asking_at_the_end(
    trial: Trial, cast: dict[str, Any], client_as: ClientAs
) -> None:
    client, shown = client_as("edu.chair"), []

    def act(work: Work) -> Outcome:
        work.tell("จัดหน้า 3", 30, 100)
        answer = client.get(work.job.get_absolute_url(), headers={"HX-Request": "true"})
        shown.append((answer.status_code, answer.content.decode()))
        return Outcome(file=File("รายงาน.pdf", b"%PDF-1"))

    trial.act = act
    job = start(cast["edu.chair"])
    waiting = client.get(job.get_absolute_url()).content.decode()
    assert 'hx-trigger="every' in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "งานทำต่อ" in waiting
    work_off()
    code, text = shown[0]
    assert (code, 'value="30"' in text, "จัดหน้า 3" in text) == (200, True, True)
    assert "<html" not in text
    done = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert done.status_code == 286
    assert f"{job.get_absolute_url()}result" in done.content.decode()
    page = client.get(job.get_absolute_url()).content.decode()
    assert "http-equiv" not in page
    assert 'hx-trigger="every' not in page


def test_progress_is_written_at_most_once_a_second(trial: Trial, cast: dict[str, Any]) -> None:
    def act(work: Work) -> Outcome:
        with CaptureQueriesContext(connection) as queries:
            for number in range(1000):
                work.tell("นับ", number, 1000)
        assert len(queries) <= 2
        return Outcome()

    trial.act = act
    job = start(cast["edu.chair"])
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")


def test_it_is_its_owners_alone(trial: Trial, cast: dict[str, Any], client_as: ClientAs) -> None:
    job = start(cast["edu.chair"])
    work_off()
    for path in ("", "result"):
        assert client_as("edu.chair").get(f"{job.get_absolute_url()}{path}").status_code == 200
        for username in ("edu.secretary", "head.cen", "admin"):
            assert client_as(username).get(f"{job.get_absolute_url()}{path}").status_code == 404
    assert client_as("admin").post(f"{job.get_absolute_url()}retry/").status_code == 404
    assert "รายงานทดลอง" not in client_as("admin").get("/jobs/").content.decode()
    assert "รายงานทดลอง" in client_as("edu.chair").get("/jobs/").content.decode()


def test_rights_are_asked_when_it_begins_and_when_its_result_is_read(
    trial: Trial, cast: dict[str, Any], client_as: ClientAs
) -> None:
    trial.verdict = deny("ไม่อยู่ในตำแหน่งแล้ว")
    job = start(cast["edu.chair"])
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error, trial.runs) == ("failed", "ไม่อยู่ในตำแหน่งแล้ว", 0)
    trial.verdict = ALLOW
    client = client_as("edu.chair")
    assert "ไม่อยู่ในตำแหน่งแล้ว" in client.get(job.get_absolute_url()).content.decode()
    assert client.post(f"{job.get_absolute_url()}retry/").status_code == 302
    work_off()
    assert client.get(f"{job.get_absolute_url()}result").content == b"%PDF-1"
    trial.verdict = deny("ไม่อยู่ในตำแหน่งแล้ว")
    assert client.get(f"{job.get_absolute_url()}result").status_code == 403


def test_who_may_not_sign_in_any_more_gets_nothing_done(trial: Trial, cast: dict[str, Any]) -> None:
    job = start(cast["edu.chair"])
    cast["edu.chair"].is_active = False
    cast["edu.chair"].save()
    work_off()
    job.refresh_from_db()
    assert (job.state, trial.runs) == ("failed", 0)


def test_starting_and_reading_are_events(trial: Trial, cast: dict[str, Any], client_as: ClientAs) -> None:
    job = start(cast["edu.chair"])
    work_off()
    client_as("edu.chair").get(f"{job.get_absolute_url()}result")
    events = Event.objects.filter(subject_type="jobs.job", subject_id=job.pk).order_by("pk")
    assert [(e.kind, e.actor.username, e.detail) for e in events] == [
        ("job.started", "edu.chair", {"kind": "trial", "year": 2561}),
        ("job.read", "edu.chair", {"kind": "trial", "year": 2561}),
    ]


def test_home_says_what_is_ready_until_it_was_looked_at(
    trial: Trial, cast: dict[str, Any], client_as: ClientAs
) -> None:
    client = client_as("edu.chair")
    job = start(cast["edu.chair"])
    assert "รายงานทดลอง" not in client.get("/").content.decode()
    work_off()
    assert "รายงานทดลอง" in client.get("/").content.decode()
    assert "รายงานทดลอง" not in client_as("edu.secretary").get("/").content.decode()
    client.get(job.get_absolute_url())
    assert "รายงานทดลอง" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValidationError("แถวที่ 3 ไม่มีชื่อ"), "แถวที่ 3 ไม่มีชื่อ"),
        (RuntimeError("secret of the inside"), "ระบบขัดข้อง"),
    ],
)
def test_what_went_wrong_is_told_in_thai_and_can_be_tried_again(
    trial: Trial, cast: dict[str, Any], client_as: ClientAs, error: Exception, words: str
) -> None:
    def act(work: Work) -> Outcome:
        raise error

    trial.act = act
    job = start(cast["edu.chair"])
    work_off()
    page = client_as("edu.chair").get(job.get_absolute_url()).content.decode()
    assert words in page
    assert "of the inside" not in page
    assert "ลองใหม่" in page
    trial.act = lambda work: Outcome(address="/jobs/")
    client_as("edu.chair").post(f"{job.get_absolute_url()}retry/")
    work_off()
    answer = client_as("edu.chair").get(f"{job.get_absolute_url()}result")
    assert answer.headers["Location"] == "/jobs/"


def test_a_job_left_by_a_dead_worker_is_taken_again_and_then_given_up(trial: Trial, cast: dict[str, Any]) -> None:
    job, now = start(cast["edu.chair"]), timezone.now()
    assert services.take_job(worker="dead", now=now).pk == job.pk  # type: ignore[union-attr]
    assert services.take_job(worker="w2", now=now + timedelta(seconds=30)) is None
    later = now + timedelta(seconds=60)
    assert services.take_job(worker="w2", now=later).worker == "w2"  # type: ignore[union-attr]
    assert services.take_job(worker="w3", now=later + timedelta(seconds=60)) is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert "ลองใหม่" in job.error


def test_a_worker_thought_dead_changes_nothing_any_more(trial: Trial, cast: dict[str, Any]) -> None:
    job, now = start(cast["edu.chair"]), timezone.now()
    slow = services.take_job(worker="slow", now=now)
    quick = services.take_job(worker="quick", now=now + timedelta(seconds=60))
    assert slow is not None
    assert quick is not None
    with pytest.raises(services.Superseded):
        services.tell_progress(slow)
    worker.do(quick)
    trial.act = lambda work: Outcome(file=File("ช้า.pdf", b"%PDF-late"))
    worker.do(slow)
    assert bytes(JobFile.objects.get(job=job).content) == b"%PDF-1"


def test_a_worker_told_to_stop_puts_its_job_back(trial: Trial, cast: dict[str, Any]) -> None:
    def act(work: Work) -> Outcome:
        raise SystemExit(0)

    trial.act = act
    job = start(cast["edu.chair"])
    taken = services.take_job(worker="w1")
    assert taken is not None
    with pytest.raises(SystemExit):
        worker.Worker()._do(taken)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("waiting", 0, "")


def test_the_page_says_when_no_worker_comes(trial: Trial, cast: dict[str, Any], client_as: ClientAs) -> None:
    job, client = start(cast["edu.chair"]), client_as("edu.chair")
    words = "ยังไม่มีเครื่องมารับงานนี้"
    assert words not in client.get(job.get_absolute_url()).content.decode()
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(seconds=10))
    assert words in client.get(job.get_absolute_url()).content.decode()
    other = start(cast["edu.secretary"])
    Job.objects.filter(pk=other.pk).update(state="running", beat_at=timezone.now())
    assert words not in client.get(job.get_absolute_url()).content.decode()


def test_files_go_after_their_day_and_the_page_offers_a_new_one(
    trial: Trial, cast: dict[str, Any], client_as: ClientAs
) -> None:
    job = start(cast["edu.chair"])
    work_off()
    assert services.drop_old(now=timezone.now() + timedelta(days=2)) == 0
    assert services.drop_old(now=timezone.now() + timedelta(days=4)) == 1
    assert "สร้างใหม่" in client_as("edu.chair").get(job.get_absolute_url()).content.decode()
    assert client_as("edu.chair").get(f"{job.get_absolute_url()}result").status_code == 404
    client_as("edu.chair").post(f"{job.get_absolute_url()}retry/")
    assert work_off() == 1
    services.drop_old(now=timezone.now() + timedelta(days=40))
    assert not Job.objects.exists()


def test_the_worker_deletes_sessions_that_ended(
    cast: dict[str, Any], client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    ended, living = client_as("edu.chair").session.session_key, client_as("edu.secretary").session.session_key
    Session.objects.filter(pk=ended).update(expire_date=timezone.now() - timedelta(minutes=1))
    worker.Worker().serve(once=True)
    assert list(Session.objects.values_list("pk", flat=True)) == [living]


def test_the_list_asks_as_much_for_one_as_for_three(trial: Trial, cast: dict[str, Any], client_as: ClientAs) -> None:
    client = client_as("edu.chair")
    start(cast["edu.chair"])
    client.get("/jobs/")
    with CaptureQueriesContext(connection) as one:
        client.get("/jobs/")
    start(cast["edu.chair"], arguments={"year": 2562})
    start(cast["edu.chair"], arguments={"year": 2563})
    with CaptureQueriesContext(connection) as three:
        assert client.get("/jobs/").content.decode().count("รายงานทดลอง") >= 3
    assert len(one) == len(three)


def test_the_command_empties_the_queue(trial: Trial, cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *args: None)
    monkeypatch.setattr(worker.Pulse, "start", lambda self: None)
    monkeypatch.setattr(worker.Pulse, "stop", lambda self: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    start(cast["edu.chair"])
    call_command("run_jobs", once=True, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    assert trial.runs == 1


def test_a_process_that_has_ended_is_not_alive() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.communicate()
    assert is_alive(os.getpid())
    assert not is_alive(ended.pid)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_job(trial: Trial, cast: dict[str, Any]) -> None:
    for number in range(6):
        start(cast["edu.chair"], arguments={"year": number})
    begin, taken = threading.Barrier(3), []

    def take(name: str) -> None:
        begin.wait()
        while job := services.take_job(worker=name):
            taken.append(job.pk)
        connection.close()

    workers = [threading.Thread(target=take, args=(f"w{n}",)) for n in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(taken) == sorted(Job.objects.values_list("pk", flat=True))
