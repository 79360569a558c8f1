"""What comes back when an enrollment is withdrawn: the default policy, without I/O.

Within seven days of enrolling and as long as nothing was opened the price that was paid comes back; later
nothing does. A day ends at midnight of the partner's time zone. The platform may decide otherwise, with a reason.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.enroll.enrollment import Enrollment
from shared.clock import parse

DAYS = 7


def refund_due(enrollment: Enrollment, at: datetime, time_zone: str) -> int:
    """Credits that come back by the policy, whole: the price paid or 0."""
    if enrollment.opened_at is not None:
        return 0
    zone = ZoneInfo(time_zone)
    enrolled_on = parse(enrollment.enrolled_at).astimezone(zone).date()
    last_day = enrolled_on + timedelta(days=DAYS)
    return enrollment.cost if at.astimezone(zone).date() <= last_day else 0
