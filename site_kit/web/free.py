"""The filter `free(booking)`: rows that nothing takes from … to …, by the `NoOverlap` of bookings.

In the address `free.booking.from` and `free.booking.to`; without an end it asks for that day or
moment alone, without a beginning from now on.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from site_kit import asker
from site_kit.overlaps import Booking
from site_kit.web import formats
from site_kit.web.address import Address
from site_kit.web.filters import Filter, day_of

ASKED = re.compile(r"free\((\w+)\)")


class Free(Filter):
    """One such filter; it has no column, and asks for two ends of a time."""

    booking: Booking

    @property
    def label(self) -> str:
        """What people see on it."""
        return f"Free of {self.booking.model._meta.verbose_name_plural}"

    @property
    def called(self) -> str:
        """It is called as it is declared."""
        return self.path

    @property
    def kind(self) -> str:
        """What its ends are."""
        return "date" if self.booking.by_days else "datetime"

    @property
    def control(self) -> str:
        """From and to."""
        return "between"

    @property
    def ends(self) -> str:
        """Days, or moments."""
        return "date" if self.booking.by_days else "datetime-local"

    def condition(self) -> Q | None:
        """Which rows it leaves; None for all, also where the end lies before the beginning."""
        since, until = self._end(self.since), self._end(self.until)
        if since is None and until is None:
            return None
        begin = since or (asker.day() if self.booking.by_days else asker.moment())
        finish = until or begin
        return self.booking.free(begin, finish) if begin <= finish else None

    def in_words(self) -> str:
        """What it is set to: `12 Mar 2026 to 14 Mar 2026`."""
        since, until = (self._word(self._end(text)) for text in (self.since, self.until))
        if since and until:
            return f"{since} to {until}"
        return since or (f"now to {until}" if until else "")

    def _end(self, text: str) -> Any:
        if self.booking.by_days:
            return day_of(text)
        try:
            found = parse_datetime(text)
        except ValueError:
            return None
        if found is None or not 1000 <= found.year <= 9000:
            return None
        return timezone.make_aware(found) if timezone.is_naive(found) else found

    @staticmethod
    def _word(end: date | None) -> str:
        if end is None:
            return ""
        return formats.moment(end) if isinstance(end, datetime) else formats.day(end)


def free_of(model: type[Model], text: str, address: Address) -> Free | None:
    """The filter that `free(booking)` declares, as the address sets it; None for other texts."""
    asked = ASKED.fullmatch(text.strip())
    booking = Booking.of(asked[1], model) if asked else None
    if asked is None or booking is None:
        return None
    path = f"free.{asked[1]}"
    column: Any = None
    made = Free(model, path, "", column, [])
    made.booking = booking
    made.since, made.until = address.one(f"{path}.from"), address.one(f"{path}.to")
    return made
