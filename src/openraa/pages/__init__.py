"""Pages: what all pages for a browser share, their style sheet and how their templates are read.

In:  the template of the room that makes the page.
Out: a template that gives one page that needs nothing else: no script, no font, no request.
Not here: what a page says (visit, prove, site).
"""

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, Template
from markupsafe import Markup, escape

__all__ = ["Markup", "escape", "page_template"]


@cache
def page_template(room: str, name: str) -> Template:
    """The template of a page, which lies in its room (`openraa.visit`); it can include `page.css`."""
    loader = ChoiceLoader([PackageLoader(room, ""), PackageLoader("openraa.pages", "")])
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(name)
