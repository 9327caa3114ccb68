"""What the page of a year's indicators shows, put together for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from clinic_project import charts
from clinic_project.thai.dates import format_long
from clinic_project.thai.numbers import NO_VALUE, format_percent
from evaluations.cells import Figure, Links, Picture, Table, score, share
from evaluations.explanations import explained, explained_columns
from evaluations.facts import month_key
from evaluations.indicators import Figures, MonthDays, Summary
from evaluations.permissions import sees_all_clinics
from evaluations.small_cells import Shown
from evaluations.tables import ClinicRow, View, month_label

Num = tuple[Any, str]
# The columns of the table of cases, by the codes of their explanations.
CASE_COLUMNS = (
    "received", "concluded", "conclusion", "open", "oldest", "withdrawn", "void", "referrals", "resolutions",
)  # fmt: skip


def view_for(user: Any, figures: Figures) -> View:
    """Figures as this person may see them: committees and administrators compare clinics with small numbers closed."""
    closes = sees_all_clinics(user) and not user.is_central
    return View(figures, figures.window.year.small_cell if closes else 0)


def own_codes(user: Any) -> list[str]:
    """Codes of the clinics this person works in."""
    return [seat.clinic_year.clinic.code for seat in user.clinic_seats]


@dataclass(frozen=True)
class YearPage:
    """The page of a year for one reader; ``codes`` None: all clinics are compared."""

    view: View
    links: Links
    codes: Sequence[str] | None

    @property
    def figures(self) -> Figures:
        """The figures shown."""
        return self.view.figures

    @property
    def compares(self) -> bool:
        """Whether the clinics stand side by side."""
        return self.codes is None

    @property
    def period(self) -> str:
        """From when to when is counted, in words."""
        window = self.figures.window
        first, last = format_long(window.first), format_long(window.last)
        if window.last < window.first:
            return _("ยังไม่เริ่มให้บริการ (เริ่ม %(first)s)") % {"first": first}
        return _("นับตั้งแต่ %(first)s ถึง %(last)s") % {"first": first, "last": last}

    @property
    def state(self) -> str:
        """Running, or past its cut-off."""
        window = self.figures.window
        day = format_long(window.year.cutoff)
        if window.cutoff < window.year.cutoff:
            return _("ตัวเลขเปลี่ยนตามงานจริงจนถึงวันตัดยอด %(day)s") % {"day": day}
        return _("ตัดยอดวันที่ %(day)s สถานะของเรื่องนับตามวันนั้น") % {"day": day}

    def blocks(self) -> list[tuple[Any, list[Figure]]]:
        """Headline figures: of the own clinic first, then of the programme."""
        own = self.view.rows(self.codes or ())
        return [(row.place.name, self.headline(row)) for row in (*own, self.view.whole)]

    def headline(self, row: ClinicRow) -> list[Figure]:
        """The year's indicators with their targets in words."""
        figures = {
            "sessions": self._sessions(row),
            "days": self._days(row.summary),
            "satisfaction": self._satisfaction(row),
            "conclusion": self._conclusion(row),
            "timeliness": self._referrals(row),
        }
        year = self.figures.window.year
        return [replace(figure, explanation=explained(code, year, str(figure.url))) for code, figure in figures.items()]

    def _sessions(self, row: ClinicRow) -> Figure:
        note = _("ผู้รับบริการ %(n)s คน") % {"n": row.participants}
        return Figure(_("ครั้งให้บริการ"), row.sessions.text, note, url=self.links.url("sessions", row.place.code))

    def _days(self, summary: Summary) -> Figure:
        met, due = summary.clinic_months
        unit = _("เดือน") if summary.clinic else _("คลินิก-เดือน")
        note = _("%(unit)sที่มีวัน Walk In ครบ %(days)d วัน") % {"unit": unit, "days": summary.year.walk_in_days}
        tone = "" if not due else "good" if met == due else "bad"
        value = f"{met:,} / {due:,}"
        return Figure(_("วัน Walk In"), value, note, tone, self.links.url("days", summary.clinic))

    def _satisfaction(self, row: ClinicRow) -> Figure:
        summary, mean = row.summary, row.mean
        target, url = summary.year.satisfaction_target, self.links.url("answers", row.place.code)
        if row.answers.closed:
            return Figure(_("ความพึงพอใจ"), NO_VALUE, _("ปิดตัวเลขขนาดเล็ก เป้าหมาย %(t)s") % {"t": target}, url=url)
        if mean is None:
            return Figure(_("ความพึงพอใจ"), NO_VALUE, _("ยังไม่มีคำตอบ เป้าหมาย %(t)s") % {"t": target}, url=url)
        words = _("ถึงเป้าหมาย") if summary.is_satisfied else _("ยังไม่ถึงเป้าหมาย")
        note = _("จาก %(n)s คำตอบ เป้าหมาย %(target)s %(words)s") % {
            "n": row.answers, "target": target, "words": words,
        }  # fmt: skip
        return Figure(_("ความพึงพอใจ"), f"{mean:.2f}", note, "good" if summary.is_satisfied else "bad", url)

    def _conclusion(self, row: ClinicRow) -> Figure:
        summary = row.summary
        target, url = summary.year.conclusion_target, self.links.url("received", row.place.code)
        value = f"{row.concluded} / {row.received}"
        if row.is_conclusion_closed:
            note = _("เป้าหมายร้อยละ %(target)s ยังเปิดอยู่ %(open)s เรื่อง") % {"target": target, "open": row.open}
            return Figure(_("ยุติเรื่องแล้ว"), value, note, url=url)
        if not summary.received:
            note = _("ยังไม่มีเรื่อง เป้าหมายร้อยละ %(t)s") % {"t": target}
            return Figure(_("ยุติเรื่องแล้ว"), NO_VALUE, note, url=url)
        note = _("%(share)s เป้าหมายร้อยละ %(target)s ยังเปิดอยู่ %(open)s เรื่อง") % {
            "share": format_percent(summary.conclusion), "target": target, "open": row.open,
        }  # fmt: skip
        return Figure(_("ยุติเรื่องแล้ว"), value, note, "good" if summary.is_concluded else "bad", url)

    def _referrals(self, row: ClinicRow) -> Figure:
        share_text = format_percent(row.timeliness)
        note = _("ส่วนกลางรับทันกำหนด %(share)s มติ %(n)s ครั้ง") % {"share": share_text, "n": row.resolutions}
        return Figure(_("ส่งต่อส่วนกลาง"), row.referrals.text, note, url=self.links.url("referrals", row.place.code))

    def rows(self) -> list[ClinicRow]:
        """The clinics in the tables."""
        return self.view.rows(self.codes)

    def service_table(self) -> Table:
        """Services by mode, walk-in days, satisfaction: one line a clinic."""
        link, whole = self.links.number, self.view.whole
        modes = [(code, label) for code, label in self.view.modes.columns]
        columns = [
            _("คลินิก"), _n(_("ครั้งให้บริการ")), *(_n(label) for _code, label in modes),
            _n(_("เดือนที่ครบวัน Walk In")), _n(_("ความพึงพอใจ")), _n(_("คำตอบ")),
        ]  # fmt: skip
        rows = [
            [
                row.place.name,
                link("sessions", row.sessions, row.place.code),
                *(link(code, cell, row.place.code) for (code, _label), cell in zip(modes, row.modes, strict=True)),
                link("days", f"{row.months_met} / {row.months_due}", row.place.code),
                score(row.mean, row.summary.is_satisfied),
                link("answers", row.answers, row.place.code),
            ]
            for row in self.rows()
        ]
        totals = [
            whole.place.name,
            link("sessions", whole.sessions),
            *(link(code, cell) for (code, _label), cell in zip(modes, whole.modes, strict=True)),
            link("days", f"{whole.months_met:,} / {whole.months_due:,}"),
            score(whole.mean, whole.summary.is_satisfied),
            link("answers", whole.answers),
        ]
        is_closed = self.view.modes.is_any_closed or self.view.kinds.is_any_closed
        named = {"sessions": _("ครั้งให้บริการ"), **dict(modes), "days": _("เดือนที่ครบวัน Walk In")}
        named |= {"satisfaction": _("ความพึงพอใจ"), "answers": _("คำตอบ")}
        told = explained_columns(named, self.figures.window.year)
        return Table(_("การให้บริการและความพึงพอใจ"), columns, rows, totals, is_closed, explanations=told)

    def case_table(self) -> Table:
        """Cases received and concluded, referrals and resolutions: one line a clinic."""
        columns = [
            _("คลินิก"), _n(_("รับเรื่อง")), _n(_("ยุติแล้ว")), _n(_("ร้อยละ")), _n(_("ยังเปิดอยู่")),
            _n(_("เปิดนานที่สุด (วัน)")), _n(_("ขอถอน")), _n(_("ยกเลิก")), _n(_("ส่งต่อ")), _n(_("มติ")),
        ]  # fmt: skip
        rows = [[row.place.name, *self._case_cells(row)] for row in self.rows()]
        whole = self.view.whole
        totals = [whole.place.name, *self._case_cells(whole)]
        note = _("ยุติแล้วนับเรื่องที่สมาชิกขอถอนด้วยและแสดงแยก เรื่องที่ยกเลิกเพราะบันทึกผิดหรือซ้ำไม่นับทั้งรับและยุติ")
        is_closed = any(number.closed for row in (*self.rows(), whole) for number in row.case_numbers)
        told = explained_columns(
            dict(zip(CASE_COLUMNS, (label for label, _kind in columns[1:]), strict=True)), whole.summary.year
        )
        return Table(_("เรื่อง การส่งต่อ และมติ"), columns, rows, totals, is_closed, note, told)

    def _case_cells(self, row: ClinicRow) -> list[Any]:
        code, link = row.place.code, self.links.number
        return [
            link("received", row.received, code),
            link("concluded", row.concluded, code),
            share(row.conclusion, row.summary.is_concluded),
            link("open", row.open, code),
            NO_VALUE if row.oldest_age is None else row.oldest_age,
            link("withdrawn", row.withdrawn, code),
            link("void", row.void, code),
            link("referrals", row.referrals, code),
            link("resolutions", row.resolutions, code),
        ]

    def pictures(self) -> list[Picture]:
        """Charts with their tables."""
        if self.compares:
            return [self._services_over_time(), self._satisfaction_by_clinic(), self._days_by_clinic()]
        codes = [place.code for place in self.figures.clinics if place.code in (self.codes or ())]
        return [picture for code in codes for picture in (self._days_of(code), self._services_over_time(code))]

    def _services_over_time(self, code: str = "") -> Picture:
        table = self.view.table("sessions", "month", "mode", clinic=code)
        series = [
            (label, [table.at(r, c).number for r in range(len(table.rows))])
            for c, (_key, label) in enumerate(table.columns)
        ]
        title = _("ครั้งให้บริการรายเดือน ตามช่องทาง")
        indicators = [*(mode for mode, _label in table.columns), "sessions"]
        rows = [
            [label, *(self._cell(cell, of, code, key) for cell, of in zip(table.cells(r), indicators, strict=True))]
            for r, (key, label) in enumerate(table.rows)
        ]
        columns = [_("เดือน"), *(_n(label) for _key, label in table.columns), _n(_("รวม"))]
        chart = charts.line_chart([label[:5].strip() for _key, label in table.rows], series, title=title)
        return Picture(title, chart, Table(title, columns, rows, is_closed=table.is_any_closed))

    def _cell(self, cell: Shown, indicator: str, code: str, month: str) -> Any:
        return self.links.number(indicator, cell, code, month)

    def _satisfaction_by_clinic(self) -> Picture:
        bars = [
            charts.Bar(row.place.name, row.mean, NO_VALUE if row.mean is None else f"{row.mean:.2f} ({row.answers})",
                       not row.summary.is_satisfied)
            for row in self.rows()
        ]  # fmt: skip
        target = self.figures.window.year.satisfaction_target
        title = _("ความพึงพอใจเฉลี่ยของแต่ละคลินิก (จำนวนคำตอบ) เส้นประคือเป้าหมาย %(target)s") % {"target": target}
        chart = charts.bar_chart(bars, title=title, target=target, top=5)
        return Picture(title, chart, note=_("ตัวเลขอยู่ในตารางการให้บริการและความพึงพอใจ"))

    def _days_by_clinic(self) -> Picture:
        title = _("วัน Walk In ของแต่ละคลินิก รายเดือน")
        months = [month_label(month_key(day)) for day in self.figures.window.months()]
        lines = [(place, self.figures.summary(place.code).days()) for place in self.figures.clinics]
        cells = [[(day.held, day_text(day)) for day in days] for _place, days in lines]
        names, heads = [place.name for place, _days in lines], [month[:5].strip() for month in months]
        chart = charts.heat_chart(names, heads, cells, title=title)
        rows = [
            [place.name, *(self.links.number("days", day_text(day), place.code, month_key(day.month)) for day in days)]
            for place, days in lines
        ]
        return Picture(title, chart, Table(title, [_("คลินิก"), *(_n(m) for m in months)], rows, note=self._days_note()))

    def _days_of(self, code: str) -> Picture:
        days = self.figures.summary(code).days()
        target = self.figures.window.year.walk_in_days
        title = _("วัน Walk In รายเดือน เส้นประคือเกณฑ์ %(days)d วัน") % {"days": target}
        columns = [
            charts.Bar(month_label(month_key(d.month))[:5].strip(), d.held, is_short=d.state == "short") for d in days
        ]
        rows = [
            [month_label(month_key(d.month)), self.links.number("days", d.held, code, month_key(d.month)), day_words(d)]
            for d in days
        ]
        table = Table(title, [_("เดือน"), _n(_("วัน")), _("ผล")], rows, note=self._days_note())
        return Picture(title, charts.column_chart(columns, title=title, target=target), table)

    def _days_note(self) -> str:
        year = self.figures.window.year
        return _("เดือนเตรียมการ %(n)d เดือนแรกแสดงไว้แต่ไม่นำมาตัดสิน เครื่องหมาย * คือเดือนที่ไม่ครบ %(days)d วัน") % {
            "n": year.startup_months, "days": year.walk_in_days,
        }  # fmt: skip


def day_text(day: MonthDays) -> str:
    """Days held; a month that fell short carries a mark, for colour is never the only sign."""
    return f"{day.held}*" if day.state == "short" else str(day.held)


def day_words(day: MonthDays) -> str:
    """How a month stands, in words."""
    words = {
        "met": _("ครบ"),
        "short": _("ขาด %(n)d วัน") % {"n": day.target - day.held},
        "running": _("กำลังนับ ขาดอีก %(n)d วัน") % {"n": day.target - day.held},
        "startup": _("เดือนเตรียมการ"),
    }
    return words[day.state]


def _n(label: Any) -> Num:
    return (label, "num")
