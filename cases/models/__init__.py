"""Services given, cases, money, follow-ups and satisfaction."""

from cases.models.case import BreakGlass, Case, CaseAssignment, ConflictDeclaration, Entry
from cases.models.followup import FollowUp
from cases.models.guarantee import GuaranteeGiven, Guarantor
from cases.models.lawsuit import Lawsuit
from cases.models.money import Debt, HouseholdLine
from cases.models.phrase import AdvicePhrase
from cases.models.plan import Plan, PlanLine, PlanProgress
from cases.models.rule import CounsellingRule
from cases.models.session import Session, SessionActivity, SessionClientType
from cases.models.sheet import CasePaper, SheetVersion
from cases.models.survey import Response, Survey
from cases.models.ways_out import WayOut, WaysOut

__all__ = [
    "AdvicePhrase",
    "BreakGlass",
    "Case",
    "CaseAssignment",
    "CasePaper",
    "ConflictDeclaration",
    "CounsellingRule",
    "Debt",
    "Entry",
    "FollowUp",
    "GuaranteeGiven",
    "Guarantor",
    "HouseholdLine",
    "Lawsuit",
    "Plan",
    "PlanLine",
    "PlanProgress",
    "Response",
    "Session",
    "SessionActivity",
    "SessionClientType",
    "SheetVersion",
    "Survey",
    "WayOut",
    "WaysOut",
]
