"""Tags of the frame: the page's name said once, the way back to a list as it was left. ``{% load nav %}``."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.urls import reverse

from clinic_project.whereabouts import last_query

register = template.Library()
NAME = "page_name"


class NamedNode(template.Node):
    """Draws what it holds and remembers it, so that the last crumb says what the title says."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> Any:
        """Draw, and remember it without the white space of the source."""
        text = self.nodelist.render(context).strip()
        context.render_context[NAME] = text
        return text


@register.tag("page_name")
def page_name(parser: Parser, token: Token) -> NamedNode:
    """Stand around the block of the title: ``{% page_name %}...{% endpage_name %}``."""
    nodelist = parser.parse(("endpage_name",))
    parser.delete_first_token()
    return NamedNode(nodelist)


@register.simple_tag(takes_context=True)
def this_page(context: Context) -> Any:
    """Name the page as its title does (what ``page_name`` remembered, escaped there already)."""
    return context.render_context.get(NAME, "")


@register.simple_tag(takes_context=True)
def list_url(context: Context, name: str) -> str:
    """Address of a list with the filters it was left with; its menu entry leads to it without any."""
    query = last_query(context.get("request"), name)
    return f"{reverse(name)}?{query}" if query else reverse(name)
