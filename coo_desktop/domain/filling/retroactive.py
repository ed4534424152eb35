"""When a certificate counts as issued after the goods left, and when it comes too late to be issued at all."""

import datetime as dt

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import date_of


def is_retroactive(form: FormType, values: Values) -> bool:
    """Whether the application comes later than the form's free days after departure."""
    free_end = _after_departure(form, values, "free_days")
    applied = date_of(values.get("application_date"))
    return free_end is not None and applied is not None and applied > free_end


def last_day(form: FormType, values: Values) -> dt.date | None:
    """The last day on which the form may still be applied for; None without a limit or a departure date."""
    return _after_departure(form, values, "max_days")


def _after_departure(form: FormType, values: Values, setting: str) -> dt.date | None:
    departure, retro = date_of(values.get("departure_date")), form.params.get("retro", {})
    if departure is None or setting not in retro:
        return None
    days = int(retro[setting])
    if setting == "free_days" and retro.get("free_days_kind") == "working":
        return _after_working_days(departure, days)
    return departure + dt.timedelta(days=days)


def _after_working_days(start: dt.date, days: int) -> dt.date:
    """Mondays to Fridays; public holidays are not known here, so around one the remark comes a little early."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day
