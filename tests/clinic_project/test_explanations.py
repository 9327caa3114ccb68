"""Every number says where it comes from: each indicator, each figure of a case, each figure of a measure."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import explanations as of_cases
from cases.counselling.position import DebtLine, financial_position
from cases.services.figures import rules_of
from cases.views.case_page import figures_of
from clinic_project.explanations import Explanation
from evaluations import explanations as of_indicators
from evaluations.drilldown import INDICATORS
from evaluations.pages import CASE_COLUMNS
from referrals import explanations as of_measures
from referrals.services.snapshots import FIGURES
from referrals.views.measure_page import OPTION_ROWS
from tests.cast import make_year

ClientAs = Callable[[str], Client]
SUMMARY = re.compile(r"<summary>มาจากไหน")


@pytest.mark.django_db
class TestWords:
    """The texts: all there, filled with the year's rules, in Thai, without the rules' internal numbers."""

    def texts(self, explanation: Explanation) -> list[str]:
        """What of it is read."""
        return [str(getattr(explanation, name)) for name in ("formula", "source", "counted", "excluded", "numbers")]

    def check(self, explanation: Explanation) -> None:
        """Formula and source are there; nothing is left unfilled."""
        assert str(explanation.formula)
        assert str(explanation.source)
        for text in self.texts(explanation):
            assert "%(" not in text
            assert "%%" not in text
            assert re.findall(r"[A-Za-z]{2,}", text.replace("Walk In", "")) == []
            assert not re.search(r"\bR[0-9]+\b|(?<![0-9])20[0-9]{2}(?![0-9])", text)

    @pytest.mark.parametrize("code", of_indicators.EXPLANATIONS)
    def test_indicators(self, code: str) -> None:
        year = make_year()
        found = of_indicators.explained(code, year)
        self.check(found)
        assert str(found.counted), "what is counted"
        assert str(found.excluded), "what is not"
        assert str(year.buddhist_year) in " ".join(self.texts(found))
        assert of_indicators.label_of(code)

    @pytest.mark.parametrize("code", of_cases.EXPLANATIONS)
    def test_figures_of_a_case(self, code: str) -> None:
        self.check(of_cases.explained(code, make_year(), "1 + 1"))

    def test_rules_of_the_year_stand_in_the_words(self) -> None:
        year = make_year()
        year.walk_in_days, year.conclusion_target, year.accept_days = 7, 93, 11
        assert "7 วัน" in str(of_indicators.explained("days", year).source)
        assert "ร้อยละ 93" in str(of_indicators.explained("conclusion", year).source)
        assert "11 วันทำการ" in str(of_indicators.explained("timeliness", year).source)
        year.min_net_ratio, year.min_net_baht = 35, 9000
        year.refresh_from_db()
        year.min_net_baht = 9000
        assert "9,000.00 บาท" in str(of_cases.explained("net", year).source)

    def test_measures(self) -> None:
        year = make_year()
        labels = dict.fromkeys(FIGURES, "ก")
        for _label, found in of_measures.explained_figures(labels, year):
            self.check(found)
        for _label, found in of_measures.explained_options(OPTION_ROWS, year):
            self.check(found)


def test_no_number_is_without_its_words() -> None:
    assert set(INDICATORS) <= set(of_indicators.EXPLANATIONS)
    assert set(CASE_COLUMNS) <= set(of_indicators.EXPLANATIONS)
    assert set(FIGURES) == set(of_measures.OF_CASE)
    assert set(of_measures.OF_CASE.values()) <= set(of_cases.EXPLANATIONS)
    for name, _label, _show in OPTION_ROWS:
        assert name in of_measures.EXPLANATIONS or name in of_measures.OF_CASE


@pytest.mark.django_db
def test_every_figure_of_a_case_is_explained_with_its_own_numbers() -> None:
    year = make_year()
    position = financial_position(
        salary=Decimal(38500),
        other_income=Decimal(3500),
        fixed_deductions=Decimal(4205),
        debts=[DebtLine(Decimal(11930), Decimal(1000000), at_source=True)],
        living_costs=Decimal(14500),
        rules=rules_of(year),
    )
    figures = figures_of(position, year)
    assert len(figures) == 6
    for figure in figures:
        assert figure.explanation
        assert figure.explanation.numbers == figure.source
    assert "38,500.00" in str(figures[0].explanation.numbers)  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["edu.member1", "officer.cmi"])
def test_the_page_of_a_year_explains_every_headline_and_column(client_as: ClientAs, username: str) -> None:
    year = make_year()
    page = client_as(username).get(reverse("evaluations:year", args=[year.buddhist_year]))
    text = page.content.decode()
    blocks: Any = page.context["page"].blocks()
    figures = [figure for _name, block in blocks for figure in block]
    assert len(SUMMARY.findall(text)) == len(figures)
    for figure in figures:
        assert figure.explanation.url == figure.url
    for table in (page.context["page"].service_table(), page.context["page"].case_table()):
        heads = [str(head[0] if isinstance(head, tuple) else head) for head in table.columns][1:]
        assert [str(label) for label, _explanation in table.explanations] == heads
    assert "<details open" not in text, "folded until asked for"


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["edu.member1", "officer.cmi"])
@pytest.mark.parametrize("code", ["sessions", "late", "referral_declined"])
def test_the_page_behind_a_number_explains_it(client_as: ClientAs, username: str, code: str) -> None:
    page = client_as(username).get(reverse("evaluations:rows", args=[make_year().buddhist_year, code]))
    assert len(SUMMARY.findall(page.content.decode())) == 1
