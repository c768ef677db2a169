"""Writes the digits of a number into the places of its format: padded, grouped, scaled, with words between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from knowledge.formats.number_codes import Token

_GROUP = 3


def digits_shown(number: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number that is not negative, with the words of its format.

    A comma behind the last digit divides by a thousand, one between digits groups them.
    """
    tokens, scale, grouped = _without_commas(tokens)
    if not any(token.kind == "digit" for token in tokens):
        return "".join(token.text for token in tokens)
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    decimals = sum(token.kind == "digit" for token in tokens[point:])
    rounded = (number / 1000**scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    return "".join(_whole(whole, tokens[:point], grouped=grouped)) + "".join(_fraction(fraction, tokens[point:]))


def exponent_shown(number: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number as ``1.23E+05``, with as many digits before the point as the power goes in steps of."""
    place = next(place for place, token in enumerate(tokens) if token.kind == "exponent")
    point = next((at for at, token in enumerate(tokens[:place]) if token.kind == "point"), place)
    decimals, step = (
        sum(token.kind == "digit" for token in side) for side in (tokens[point:place], tokens[: min(point, place)])
    )
    mantissa, power = _scaled(number, decimals, max(step, 1))
    code = tokens[place].text
    sign = "-" if power < 0 else "+" if "+" in code else ""
    before, after = (
        "".join(token.text for token in side if token.kind == "literal") for side in (tokens[:point], tokens[place:])
    )
    return f"{before}{mantissa}E{sign}{str(abs(power)).zfill(len(code) - 2)}{after}"


def _scaled(number: Decimal, decimals: int, step: int) -> tuple[str, int]:
    """Return a number's digits and the power of ten that they are counted in, a multiple of the step."""
    power = number.adjusted() // step * step if number else 0
    rounded = number.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded and rounded.adjusted() >= step:
        power, rounded = power + step, rounded.scaleb(-step).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}", power


def fraction_shown(number: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number as ``1 1/2``, in as many digits below the bar as the format has places, or over its number."""
    bar = next(place for place, token in enumerate(tokens) if token.kind == "/")
    places = sum(token.kind == "digit" for token in tokens[bar:])
    fixed = "".join(token.text for token in tokens[bar + 1 :] if token.text.isdecimal())
    below = int(fixed or 0)
    if below:
        above = int((number * below).quantize(Decimal(1), ROUND_HALF_UP))
    else:
        above, below = Fraction(number).limit_denominator(10 ** max(places, 1) - 1).as_integer_ratio()
    whole, rest = divmod(above, below)
    written = f"{rest}/{below}" if rest else ""
    return " ".join(filter(None, (str(whole) if whole or not rest else "", written)))


def _without_commas(tokens: Sequence[Token]) -> tuple[list[Token], int, bool]:
    """Return the tokens without commas, how many of those scale the number, and whether one groups its digits."""
    digits = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    last = max((place for place in digits if place < point), default=-1)
    commas = [place for place, token in enumerate(tokens) if token.kind == "comma"]
    behind = [place for place in commas if place > last and (place < point or place > digits[-1])] if digits else []
    grouped = any(digits[0] < place < last for place in commas) if digits else False
    kept = [token for place, token in enumerate(tokens) if place not in commas] if digits else list(tokens)
    return kept, len(behind), grouped


def _whole(digits: str, tokens: Sequence[Token], *, grouped: bool) -> Iterator[str]:
    """Yield the words and digits before the point: the first place takes all digits that are left."""
    left = "" if digits == "0" else digits
    places = sum(token.kind == "digit" for token in tokens)
    for token in tokens:
        if token.kind != "digit":
            yield token.text
            continue
        mine = left[: len(left) - places + 1] if len(left) >= places else ""
        left = left[len(mine) :]
        for position, digit in enumerate(mine or {"0": "0", "?": " "}.get(token.text, "")):
            behind = places - 1 + len(mine) - position - 1 if mine else places - 1
            yield digit
            if grouped and digit != " " and behind and behind % _GROUP == 0:
                yield ","
        places -= 1


def _fraction(digits: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the point, the digits and words behind it; zeros at the end only where the format has a 0."""
    places = [token.text for token in tokens if token.kind == "digit"]
    least = max((number + 1 for number, text in enumerate(places) if text == "0"), default=0)
    kept = digits[:least] + digits[least:].rstrip("0")
    position = 0
    for token in tokens:
        if token.kind == "digit":
            yield kept[position : position + 1]
            position += 1
        elif token.kind != "point":
            yield token.text
        elif kept or least:
            yield "."
