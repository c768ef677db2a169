"""Small checks that Block Kit's limits are written in. A check yields Slack's own complaint for each fault."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ops.sandbox.model import Json

Check = Callable[[object, str], Iterator[str]]


def complaint(problem: str, pointer: str) -> str:
    """Return an entry of `response_metadata.messages`."""
    return f"[ERROR] {problem} [json-pointer:{pointer}]"


def string(most: int, least: int = 0) -> Check:
    """Accept a string of `least` to `most` characters."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", pointer)
        elif len(value) > most:
            yield complaint(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield complaint(f"must be more than {least - 1} characters", pointer)

    return check


def number(least: float | None = None, most: float | None = None) -> Check:
    """Accept a number from `least` to `most`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield complaint("must be a number", pointer)
        elif (least is not None and value < least) or (most is not None and value > most):
            yield complaint(f"must be a number from {least} to {most}", pointer)

    return check


def one_of(*values: object) -> Check:
    """Accept exactly these values."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if value not in values:
            yield complaint(f"must be one of: {', '.join(map(str, values))}", pointer)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """Accept a list of `least` to `most` elements that each pass `item`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must be an array", pointer)
            return
        if len(value) > most:
            yield complaint(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield complaint(f"must have at least {least} items", pointer)
        for index, element in enumerate(value):
            yield from item(element, f"{pointer}/{index}")

    return check


def anything(_value: object, _pointer: str) -> Iterator[str]:
    """Accept every value."""
    return iter(())


@dataclass(frozen=True)
class Shape:
    """An object: `required` and `optional` fields with their checks; `also` sees the whole object."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    also: Callable[[Json, str], Iterator[str]] = anything

    def __call__(self, value: object, pointer: str) -> Iterator[str]:
        """Check `value`, which stands at `pointer`."""
        if not isinstance(value, dict):
            yield complaint("must be an object", pointer)
            return
        for name in self.required:
            if value.get(name) is None:
                yield complaint(f"missing required field: {name}", pointer)
        for name, check in {**self.required, **self.optional}.items():
            if value.get(name) is not None:
                yield from check(value[name], f"{pointer}/{name}")
        yield from self.also(value, pointer)


def by_type(shapes: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` names one of `shapes` and that passes it."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", pointer)
        elif "type" not in value:
            yield complaint("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield complaint(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from shapes[value["type"]](value, pointer)

    return check
