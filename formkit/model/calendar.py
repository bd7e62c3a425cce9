"""放假安排: the days of one year that are not as their weekday says, by the State Council's notice."""

from typing import Annotated

from pydantic import Field

from formkit.model.described import Described


class Calendar(Described):
    """One year's notice. A day is written 2027-01-01, a run of days 2027-02-05..2027-02-11.

    ``off`` are the days off (weekends may be among them), ``work`` the Saturdays and Sundays that are worked. Days
    of the December before may be among both: the notice of a year disposes of them too.
    """

    calendar: Annotated[int, Field(ge=1949, le=2199)]
    source: Annotated[str, Field(min_length=1)]
    off: Annotated[tuple[str, ...], Field(min_length=1)]
    work: tuple[str, ...] = ()
