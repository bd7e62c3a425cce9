"""Letters to households, made by formkit with every check or by docxtpl straight, from the same template and facts. Told ``by``."""

import io
import json
import sys

from benchmarks.notices import facts_of
from docxtpl import DocxTemplate
from jinja2 import Environment
from lap import Order, serve

from formkit.notice import render
from formkit.notice.placeholders import ENVIRONMENT
from formkit.notice.printing import plain

template, facts = facts_of(json.loads(sys.argv[1])["letters"])
straightly = Environment(autoescape=True)
straightly.filters.update(ENVIRONMENT.filters)


def ours(each: dict) -> None:
    render.render(template, "rejection", each)


def straight(each: dict) -> None:
    document = DocxTemplate(io.BytesIO(template))
    document.render({key: plain(value) for key, value in each.items()}, jinja_env=straightly, autoescape=True)
    document.save(io.BytesIO())


WAYS = {"formkit": ours, "docxtpl": straight}


def work(order: Order) -> None:
    for each in facts[: order["count"]]:
        WAYS[json.loads(sys.argv[1])["by"]](each)


serve(work)
