"""Tags of the help on pages: first-use hints, and where a number comes from. ``{% load help %}``."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.engine import Engine
from django.utils import timezone

from clinic_project.hints import CODES, MOST_TIMES
from clinic_project.models import SeenHint
from clinic_project.thai.dates import format_datetime_short

register = template.Library()


class HintNode(Node):
    """A hint around its words; drawn only for a person who still needs it, and once a page."""

    def __init__(self, code: str, nodelist: NodeList) -> None:
        self.code = code
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """Ask once whether to show it. Public pages, answers to forms and a page's second hint ask nothing."""
        request = context.get("request")
        user = getattr(request, "user", None)
        if request is None or user is None or not user.is_authenticated or request.method != "GET":
            return ""
        if getattr(request, "has_hint", False) or not SeenHint.show(user.pk, self.code, MOST_TIMES):
            return ""
        request.has_hint = True
        body = self.nodelist.render(context)
        with context.push(hint_code=self.code, hint_body=body, hint_back=request.get_full_path()):
            return Engine.get_default().get_template("components/hint.html").render(context)


@register.tag("hint")
def hint(parser: Parser, token: Token) -> HintNode:
    """``{% hint "code" %}words{% endhint %}``: a first-use hint; ``code`` is one of ``clinic_project.hints.CODES``."""
    parts = token.split_contents()
    code = parts[1].strip("\"'") if len(parts) == 2 else ""
    if code not in CODES:
        raise template.TemplateSyntaxError(f"no such hint: {token.contents}")
    nodelist = parser.parse(("endhint",))
    parser.delete_first_token()
    return HintNode(code, nodelist)


@register.simple_tag
def printed_at() -> str:
    """Now, as the foot of a printed page says it."""
    return format_datetime_short(timezone.localtime())


@register.inclusion_tag("components/explain.html")
def explain(explanation: Any, label: Any = "") -> dict[str, Any]:
    """Where a number comes from (``clinic_project.explanations.Explanation``), folded; nothing without one.

    ``label``: what the number is called, for whoever hears the page.
    """
    return {"explanation": explanation, "label": label}
