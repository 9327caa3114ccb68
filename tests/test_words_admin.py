"""The administrators' pages speak Thai too, though the libraries behind them only half do."""

import ast
import re
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import TestCase
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.translation.trans_real import DjangoTranslation

from clinic_project import audit, event_words
from clinics.models import Clinic, Holiday, User
from members.models import Member, RetentionRule
from tests import source, words
from tests.cast import PASSWORD, make_cast
from tests.factories_members import make_member
from tests.junk import SentForm, forms_of

# No page of their own: led on to ours, or a "view on site" link that no model of ours has.
NOT_PAGES = {"login", "logout", "view_on_site", "None"}
FILES = {Member: "เลขสมาชิก,ชื่อ", Clinic: "รหัส,ชื่อ"}
BAD = "ไม่ใช่ค่าที่รับได้"


def _names(resolver: URLResolver, is_admin: bool = False) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, is_admin or pattern.namespace == "admin")
        elif isinstance(pattern, URLPattern) and is_admin:
            yield str(pattern.name)


class TestAdministration(TestCase):
    """One administrator goes through everything there is."""

    def setUp(self) -> None:
        """An administrator, with one row of everything."""
        people = make_cast()
        User.objects.update(first_name="กัญญาณัฐ")
        self.me = people["admin"]
        self.me.set_password(PASSWORD)
        self.me.save()
        self.client.force_login(self.me)
        Holiday.objects.create(day=timezone.localdate(), name="วันหยุดพิเศษ")
        make_member(national_id="3100600445635")
        RetentionRule.objects.create(kind="advice", years=5, starts_on=timezone.localdate(), source="มติ 1/2569")
        audit.record("member.read", self.me, by=self.me, detail={"count": 1})
        self.seen: set[str] = set()
        self.found: dict[str, str] = {}

    def go(self, address: str, data: dict[str, Any] | str | None = None) -> HttpResponse:
        """Open a page, or send a form to it; what it says is read."""
        if data is None:
            answer = self.client.get(address, follow=True)
        elif isinstance(data, str):
            answer = self.client.post(address, data, "application/x-www-form-urlencoded", follow=True)
        else:
            answer = self.client.post(address, data, follow=True)
        self.seen.add(str(resolve(address.split("?")[0]).url_name))
        assert answer.status_code < 500, address
        kind = answer["Content-Type"]
        text = answer.getvalue().decode(errors="replace") if "sheet" not in kind else ""
        if kind.startswith("text/html"):
            for fault in words.page_faults(text, frozenset({self.me.username})):
                self.found.setdefault(fault, address)
        return answer

    def assert_thai(self) -> None:
        """Nothing was found on the pages seen so far."""
        assert not self.found, "\n".join(f"{address} {fault}" for fault, address in self.found.items())

    def form(self, address: str) -> SentForm:
        """The main form of a page, as the browser would send it untouched."""
        page = self.go(address).content.decode()
        return max(forms_of(page), key=lambda form: len(form.values))

    def test_frame(self) -> None:
        self.go(reverse("admin:index"))
        self.go(reverse("admin:app_list", args=["clinics"]))
        self.go("/admin/clinics/no-such/")
        self.go(reverse("admin:clinics_clinic_change", args=[999_999]))
        self.go(reverse("admin:autocomplete") + "?app_label=clinics&model_name=appointment&field_name=clinic_year")
        address = reverse("admin:password_change")
        self.go(address, {})
        self.go(address, {"old_password": "x", "new_password1": "1", "new_password2": "2"})
        self.go(address, {"old_password": PASSWORD, "new_password1": "1" * 3, "new_password2": "1" * 3})
        self.go(
            address, {"old_password": PASSWORD, "new_password1": "ยาวพอสมควรเลยนะ", "new_password2": "ยาวพอสมควรเลยนะ"}
        )
        self.go(reverse("admin:password_change_done"))
        self.assert_thai()

    def test_lists_and_forms_of_every_model(self) -> None:
        for model in admin.site._registry:
            at = partial(self.address, model)
            thing = model._default_manager.first()
            assert thing is not None, f"no {model}"
            for query in ("", "?q=ก", "?e=1", "?o=1.-2"):
                self.go(at("changelist") + query)
            self.go(at("changelist"), {"action": "", "_selected_action": thing.pk})
            self.go(at("changelist"), {"action": "delete_selected"})
            self.go(at("changelist"), {"action": "delete_selected", "_selected_action": thing.pk})
            self.go(at("add"))
            self.go(at("add"), {})
            form = self.form(at("change", thing.pk))
            self.go(at("change", thing.pk), {})
            self.go(at("change", thing.pk), form.body(dict.fromkeys(form.typed, BAD)))
            for button in ("_save", "_continue", "_addanother"):
                self.go(at("change", thing.pk), form.body({button: "1"}))
            self.go(at("history", thing.pk))
            self.go(at("delete", thing.pk))
            self.go(at("delete", 999_999))
        self.go(reverse("admin:index"))
        self.assert_thai()

    def address(self, model: Any, page: str, *args: Any) -> str:
        """Where a page of a model is."""
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)

    def test_import_and_export(self) -> None:
        for model, headings in FILES.items():
            at = partial(self.address, model)
            self.go(at("import"), {})
            for sheet in (f"{headings}\nไม่ใช่,ไม่ใช่\n", f"{headings}\n009876,กานต์\n", "ก,ข\n1,2\n", "", "\x00"):
                file = SimpleUploadedFile("ทะเบียน.csv", sheet.encode())
                answer = self.go(at("import"), {"import_file": file, "format": "1", "resource": "0"})
                if confirm := [form for form in forms_of(answer.content.decode()) if "import_file_name" in form.values]:
                    self.go(at("process_import"), confirm[0].body({}))
            self.go(at("process_import"), {})
            self.go(at("export"), {})
            form = self.form(at("export"))
            for kind in ("0", "1"):
                file_out = self.go(at("export"), form.body({"format": kind, "password": PASSWORD})).getvalue()
                sheet_faults = words.faults(words.sheet_text(file_out))
                assert sheet_faults == [], model
        self.assert_thai()

    def test_accounts(self) -> None:
        form = self.form(reverse("admin:clinics_user_add"))
        typed = {"username": "kannika", "first_name": "กรรณิการ์", "password1": "12345678", "password2": "87654321"}
        self.go(reverse("admin:clinics_user_add"), form.body(typed))
        self.go(reverse("admin:clinics_user_add"), form.body(typed | {"password2": "12345678"}))
        someone = User.objects.get(username="officer.pct")
        address = reverse("admin:auth_user_password_change", args=[someone.pk])
        self.go(address, {})
        self.go(address, {"password1": "1", "password2": "1", "usable_password": "true"})
        self.go(address, {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"})
        self.go(reverse("admin:clinics_user_change", args=[someone.pk]))
        self.go(address)
        self.go(reverse("admin:clinics_user_delete", args=[someone.pk]))
        self.go(reverse("admin:clinics_holiday_delete", args=[Holiday.objects.get().pk]), {"post": "yes"})
        self.go(reverse("admin:index"))
        self.found = {fault: at for fault, at in self.found.items() if " kannika: " not in fault}
        self.assert_thai()


def test_every_page_of_the_administration_is_opened() -> None:
    """The names above are written out of the models; a library that adds a page must be added here by hand."""
    kinds = {re.sub(r"^(?:clinic_project|clinics|members)_[a-z]+_", "", name) for name in _names(get_resolver())}
    opened = {"changelist", "add", "change", "delete", "history", "import", "process_import", "export"}
    frame = {
        "index",
        "app_list",
        "autocomplete",
        "password_change",
        "password_change_done",
        "auth_user_password_change",
    }
    assert kinds - opened - frame == NOT_PAGES | {"jsi18n"}


@pytest.mark.parametrize("library", ["django.contrib.admin", "import_export"])
def test_what_the_libraries_scripts_say(library: str) -> None:
    folder = Path(import_module(library).__file__ or "").parent / "static"
    said = set()
    for script in folder.rglob("*.js"):
        if "vendor" not in script.parts and not script.name.endswith(".min.js"):
            found = re.findall(r"""\bgettext\(\s*(["'])((?:\\.|(?!\1).)+)\1""", script.read_text(encoding="utf-8"))
            said |= {text.replace("\\'", "'") for _quote, text in found}
    catalogue = DjangoTranslation("th", domain="djangojs")
    assert not (english := sorted(text for text in said if not re.search("[ก-๙]", catalogue.gettext(text)))), english


def test_every_event_has_a_word() -> None:
    recorded = set()
    for path in source.python_files():
        for node in ast.walk(source.tree_of(path)):
            if isinstance(node, ast.Call) and source.called(node) == "record" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    recorded.add(str(first.value))
    assert len(recorded) > 50
    assert sorted(recorded - set(event_words.known_kinds())) == []
    assert event_words.kind_words("case.move.start") == "เรื่อง: เริ่มให้คำปรึกษา"
