"""Words of the calculators' pages: amounts in groups of three, and what a word of an answer is called."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django import template

from zhidun.law.opinions import words
from zhidun.site.templatetags.zd import say

register = template.Library()


@register.filter
def grouped(value: object) -> str:
    """Return an amount with its thousands in groups and no empty decimals; what is no number as it is."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return f"{int(amount):,}" if amount == int(amount) else f"{amount:,.2f}"


@register.filter
def sum_word(value: object) -> str:
    """Return what a word of an answer (a basis, a bracket) is called."""
    return say(words.word(str(value)))
