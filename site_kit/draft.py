"""One row on its way into the database: values in, rules and constraints, then kept.

Used by `write` alone, which decides who may do what. A draft never asks about rights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils import timezone

from site_kit import asker, counters
from site_kit.actions import Action
from site_kit.choices import candidates
from site_kit.directory.models import Person
from site_kit.errors import Invalid, Raced, Unavailable
from site_kit.files import FilesField, sent_value
from site_kit.fitting import bound_by, fitting
from site_kit.functions import number
from site_kit.history import snapshot
from site_kit.limits import Counting, Group
from site_kit.paths import NoSuchPath, walk
from site_kit.reading import CHOSEN, holds, passes, value_of
from site_kit.rules import Check, EmptyIf, Fill, RequiredIf, ShowIf, rules_of
from site_kit.stock import Moving
from site_kit.violations import GONE, Errors, violated, violations
from site_kit.words import REQUIRED, one_line

EMPTY_CODES = ("blank", "null", "required")
TEXTS = (models.CharField, models.TextField)
NOT_HERE = "This cannot be chosen here."
UNKEPT = "What was worked out for this cannot be kept."
NOT_KEPT = "The file could not be kept, so nothing was changed. Try again in a while."
FIRST_YEAR, LAST_YEAR = 1000, 9000


class Draft:
    """A row being made or changed. `before` is how it was, as JSON; empty for a new one."""

    def __init__(self, row: Model, *, new: bool = False) -> None:
        self.row = row
        self.model = type(row)
        self.new = new
        self.before: dict[str, Any] = {} if new else snapshot(row)
        self.given: set[str] = set()
        self.typed: set[str] = set()
        self.many: dict[str, list[Any]] = {}
        self.errors: Errors = defaultdict(list)
        self.freed: list[Group] = []

    # Values in

    def take(self, values: Mapping[str, Any]) -> None:
        """Parse values by the kinds of their fields, as typed or as Python has them."""
        for name, value in values.items():
            field = stored_field(self.model, name)
            self.given.add(field.name)
            self.typed.add(field.name)
            try:
                self._put(field, _parsed(field, value, self.row))
            except ValidationError as error:
                self.errors[field.name] += _sentences(error)
            except (TypeError, ValueError, AttributeError, OverflowError):
                self.errors[field.name].append("This cannot be read.")

    def ask(self, action: Action, asked: Mapping[str, Any]) -> None:
        """Take what the action's small form asks for; nothing else may come along."""
        wanted = [stored_field(self.model, name).name for name in (*action.needs, *action.asks)]
        for name in asked:
            if stored_field(self.model, name).name not in wanted:
                raise Invalid({name: [f"{action.label} does not ask for this."]})
        self.take(asked)
        self.require(action.needs)
        if self.errors:
            raise Invalid(self.errors)

    def forget(self, names: Collection[str]) -> None:
        """As if nothing stood in these fields; the row is asked about and never kept."""
        for name in names:
            field = stored_field(self.model, name)
            self._put(field, _empty(field))
        self.before = snapshot(self.row, self.many)

    def put(self, values: Mapping[str, Any]) -> None:
        """Write values that the tool itself worked out, kinds as they are."""
        for name, value in values.items():
            field = stored_field(self.model, name)
            self.given.add(field.name)
            self._put_kept(field, value)

    def _put_kept(self, field: Any, value: Any) -> None:
        try:
            self._put(field, as_kept(field, value))
        except ValidationError as error:
            self.errors[field.name] += _sentences(error)
        except (TypeError, ValueError, AttributeError, ArithmeticError):
            self.errors[field.name].append(UNKEPT)

    def _put(self, field: Any, value: Any) -> None:
        if field.many_to_many:
            self.many[field.name] = value
            setattr(self.row, CHOSEN, self.many)
        elif field.is_relation:
            setattr(self.row, field.attname, value)
        else:
            setattr(self.row, field.name, value)

    def fill(self) -> None:
        """What a new row starts with where nobody said anything: `Fill`."""
        for rule in rules_of(self.model, Fill):
            field = stored_field(self.model, rule.field)
            if field.name not in self.given:
                self._put_kept(field, value_of(rule.expression, self.row))

    def require(self, names: Collection[str]) -> None:
        """These fields may not be empty."""
        for name in names:
            field = stored_field(self.model, name)
            if self._is_empty(field) and field.name not in self.errors:
                self.errors[field.name].append(REQUIRED)

    def choose(self) -> None:
        """What was chosen may be chosen here; else `Invalid`."""
        self._check_choices()
        if self.errors:
            raise Invalid(self.errors)

    # What holds

    def settle(self) -> None:
        """Apply the rules; everything that is wrong is said at once, as `Invalid`."""
        self._hide()
        self._check_compulsory()
        self._check_choices()
        self._check_rules()
        if not self.errors:
            self.errors.update(violations(self.row, self.changed()))
        if self.errors:
            raise Invalid(self.errors)

    def _hide(self) -> None:
        for rule in rules_of(self.model, ShowIf):
            if not holds(rule.when, self.row):
                field = stored_field(self.model, rule.field)
                self._put(field, _empty(field))

    def _check_compulsory(self) -> None:
        for field in self.model._meta.concrete_fields:
            value = getattr(self.row, field.attname)
            missing = value is None and not field.null and not field.primary_key
            blank = value == "" and field.editable and not field.blank
            if (missing or blank) and field.name not in self.errors:
                self.errors[field.name].append(REQUIRED)

    def _check_choices(self) -> None:
        """What was typed is offered here, or stood there before; what the tool put is at least
        there."""
        changed = self.changed()
        for name in self.given & changed - set(self.errors):
            field: Any = self.model._meta.get_field(name)
            typed = name in self.typed
            if not field.is_relation or (not typed and field.related_model is Person):
                continue
            wanted = set(self.many.get(name, ()))
            wanted -= set(self.before.get(name, ())) if field.many_to_many else set()
            if not field.many_to_many:
                wanted = {getattr(self.row, field.attname)} - {None}
            there: Any = field.related_model._base_manager
            rows = candidates(self.model, name, self.row) if typed else there
            if wanted and set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) != wanted:
                self.errors[name].append(NOT_HERE if typed else GONE)
        for name in set(bound_by(self.model, self.typed & changed)) - changed - set(self.errors):
            chosen = self._chosen(name)
            if fitting(self.model, name, self.row).filter(pk__in=chosen).count() != len(chosen):
                self.errors[name].append(NOT_HERE)

    def _chosen(self, name: str) -> set[Any]:
        """The rows that a field holds."""
        field: Any = self.model._meta.get_field(name)
        if field.many_to_many:
            return set(self.many.get(name, self.before.get(name, ())))
        return {getattr(self.row, field.attname)} - {None}

    def _check_rules(self) -> None:
        for rule in rules_of(self.model, RequiredIf):
            field = stored_field(self.model, rule.field)
            if self._is_empty(field) and holds(rule.when, self.row):
                self.errors[field.name].append(rule.message)
        for empty_if in rules_of(self.model, EmptyIf):
            field = stored_field(self.model, empty_if.field)
            if not self._is_empty(field) and holds(empty_if.when, self.row):
                self.errors[field.name].append(empty_if.message)
        for check in rules_of(self.model, Check):
            if not passes(check.condition, self.row):
                self.errors[""].append(check.message)

    def _is_empty(self, field: Any) -> bool:
        if field.many_to_many:
            return not self.many.get(field.name, self.before.get(field.name))
        return not getattr(self.row, field.attname) and (
            getattr(self.row, field.attname) not in (0, False)
        )

    # Kept

    def changed(self) -> frozenset[str]:
        """The fields whose value is another than before."""
        after = self.after()
        return frozenset(n for n, value in after.items() if value != self.before.get(n))

    def after(self) -> dict[str, Any]:
        """How the row is now, as JSON."""
        return snapshot(self.row, self.many)

    def keep(self, by: int | None) -> None:
        """Stamp and save; what the database refuses is `Invalid` in the same words.

        The tool (`by` None) leaves the name of the person who caused it.
        """
        stamp = asker.moment()
        self.row.updated_at = stamp  # type: ignore[attr-defined]
        if by is not None:
            self.row.updated_by_id = by  # type: ignore[attr-defined]
        if self.new:
            self.row.created_at, self.row.created_by_id = stamp, by  # type: ignore[attr-defined]
        counters.number(self.row)
        counting, moving = Counting(self.row, new=self.new), Moving.of(self.row, new=self.new)
        try:
            with transaction.atomic():
                self._save(force_insert=self.new)
                if waits := counting.kept():
                    self.put(waits)
                    self.settle()
                    self._save()
                moving.settle()
            self.freed = counting.freed()
            vars(self.row).pop(CHOSEN, None)
        except IntegrityError as error:
            raise Raced(violated(error, self.row)) from error
        except OSError as error:
            raise Unavailable(NOT_KEPT) from error

    def _save(self, **how: Any) -> None:
        self.row.save(**how)
        for name, chosen in self.many.items():
            getattr(self.row, name).set(chosen)


def stored_field(model: type[Model], name: str) -> Any:
    """A stored field of the model itself, by name or id; else `Invalid` that says so."""
    try:
        path = walk(model, name)
    except NoSuchPath as wrong:
        raise Invalid({"": [str(wrong)]}) from None
    if path.computed or path.hops or path.rest:
        raise Invalid({path.name: ["This is worked out, not typed in."]})
    return path.field


def _parsed(field: Any, value: Any, row: Model) -> Any:
    if field.many_to_many:
        return _several(field, value)
    if isinstance(field, models.FileField):
        return _file(field, value, row)
    if isinstance(field, FilesField):
        return field.clean(sent_value(field, value, getattr(row, field.name)), row)
    if isinstance(field, TEXTS) and isinstance(value, (dict, list, tuple, set)):
        raise TypeError("A text is one value.")
    if isinstance(value, str) and isinstance(field, TEXTS):
        _refuse_signs(value)
        value = one_line(value) if isinstance(field, models.CharField) else value.rstrip()
    if isinstance(value, float) and isinstance(field, models.DecimalField):
        value = number(value)
    if isinstance(value, Model):
        value = value.pk
    if value is None and isinstance(field, TEXTS) and not field.null:
        value = ""
    if value == "" and not isinstance(field, TEXTS):
        value = None
    if value is None and field.null and field.blank:
        return None
    return _within_reach(field.clean(value, row))


def _refuse_signs(text: str) -> None:
    """Signs that no database keeps."""
    text.encode()  # half of a sign is a ValueError
    if "\x00" in text:
        raise ValidationError("This text has characters that cannot be kept.")


def _within_reach(value: Any) -> Any:
    """A day that can still be reckoned with, whatever is added to it; a moment has a zone."""
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    if isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return value


def _several(field: Any, value: Any) -> list[Any]:
    given = [] if value in (None, "") else value if isinstance(value, (list, tuple)) else [value]
    chosen = _keys(field, given)
    if not chosen and not field.blank:
        raise ValidationError(REQUIRED, code="required")
    return chosen


def _keys(field: Any, given: Any) -> list[Any]:
    key = field.related_model._meta.pk
    return [one.pk if isinstance(one, Model) else key.to_python(one) for one in given or ()]


def _file(field: Any, value: Any, row: Model) -> Any:
    """An upload, nothing, or the file that is there; a name alone would reach other rows' files."""
    present = getattr(row, field.name)
    if value == present or (isinstance(value, str) and value and value == present.name):
        return present
    if value and not isinstance(value, File):
        raise ValidationError("A file is sent here, not named.")
    return field.clean(value or "", row)


def as_kept(field: Any, value: Any) -> Any:
    """A value that the tool worked out, as the field keeps it; what it cannot keep is refused."""
    if isinstance(value, Model):
        value = value.pk
    if field.many_to_many:
        return _keys(field, value)
    if value is None:
        return "" if isinstance(field, TEXTS) and not field.null else None
    if field.is_relation:
        return field.target_field.to_python(value)
    if isinstance(field, models.DecimalField):
        value = round(number(value), field.decimal_places)
    kept = field.to_python(value)
    kept = one_line(kept) if isinstance(field, models.CharField) else kept
    if isinstance(kept, str):
        _refuse_signs(kept)
    field.run_validators(kept)
    if field.choices and kept not in (*dict(field.flatchoices), ""):
        raise ValidationError(f"There is no value {kept!r}.")
    return kept


def _empty(field: Any) -> Any:
    if field.many_to_many or isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.BooleanField) and not field.null:
        return False
    return "" if isinstance(field, (*TEXTS, models.FileField)) and not field.null else None


def _sentences(error: ValidationError) -> list[str]:
    found = []
    for one in error.error_list:
        if one.code == "invalid_choice" or "pk" in (one.params or {}):
            found.append(NOT_HERE)
            continue
        text = one.message % one.params if one.params else one.message
        found.append(REQUIRED if one.code in EMPTY_CODES else str(text))
    return found
