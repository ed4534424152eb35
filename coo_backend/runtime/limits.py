"""How often somebody may ask: token buckets, in the memory of the process, so a restart forgives and nothing is kept.

Several processes behind one address each count on their own; a shared count belongs into the proxy before them.
"""

import ipaddress
from dataclasses import dataclass
from threading import Lock

from coo_backend.runtime.clock import Clock
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import Settings

_MOST_KEYS = 10_000


class Buckets:
    """One bucket per key: `burst` requests at once, refilled evenly within `period_s`."""

    def __init__(self, clock: Clock, burst: int, period_s: int) -> None:
        self._clock = clock
        self._step_s = period_s / burst
        self._period_s = period_s
        self._full_at: dict[str, float] = {}  # when the bucket of a key will be full again
        self._turn = Lock()

    def take(self, key: str) -> None:
        """Takes one; refuses with rate-limited when the bucket is empty, and then takes nothing."""
        with self._turn:
            self._refuse_if_empty(key)
            now = self._now()
            self._full_at[key] = max(self._full(key), now) + self._step_s
            if len(self._full_at) > _MOST_KEYS:
                self._forget(now)

    def look(self, key: str) -> None:
        """Refuses as `take` would, and takes nothing."""
        with self._turn:
            self._refuse_if_empty(key)

    def give(self, key: str) -> None:
        """Puts one back that was taken."""
        with self._turn:
            if key in self._full_at:
                self._full_at[key] -= self._step_s

    def fill(self, key: str) -> None:
        """Forgets all that was taken."""
        with self._turn:
            self._full_at.pop(key, None)

    def _full(self, key: str) -> float:
        """When the bucket will be full; one that needs longer than a period was filled by a clock since set back."""
        full_at = self._full_at.get(key, 0)
        return full_at if full_at <= self._now() + self._period_s + self._step_s else 0

    def _refuse_if_empty(self, key: str) -> None:
        left_s = self._full(key) + self._step_s - self._now() - self._period_s
        if left_s > 0:
            raise Refusal("rate-limited", retryAfterS=int(left_s) + 1)

    def _forget(self, now: float) -> None:
        """Full buckets need no memory; when an attacker fills it with others, those nearest to full go."""
        kept = sorted((key for key, full_at in self._full_at.items() if full_at > now), key=self._full_at.__getitem__)
        self._full_at = {key: self._full_at[key] for key in kept[-_MOST_KEYS // 2 :]}

    def _now(self) -> float:
        return self._clock.now().timestamp()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is counted: a person's requests, by address the checks of certificates and the
    failed sign-ins, those of an account from whatever unknown device, and the codes that go to phones."""

    requests: Buckets
    checks: Buckets
    failures_of_device: Buckets
    failures_of_network: Buckets
    failures_of_account: Buckets
    codes_gap: Buckets
    codes_of_account: Buckets
    codes_of_network: Buckets
    codes_of_phone: Buckets
    codes_in_all: Buckets

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> "Limits":
        """The buckets of one process."""
        return cls(
            requests=Buckets(clock, settings.requests_per_minute, 60),
            checks=Buckets(clock, settings.checks_per_hour, 3600),
            failures_of_device=Buckets(clock, settings.device_failures_per_hour, 3600),
            failures_of_network=Buckets(clock, settings.network_failures_per_hour, 3600),
            failures_of_account=Buckets(clock, settings.account_failures_per_day, 86_400),
            codes_gap=Buckets(clock, 1, settings.code_gap_s),
            codes_of_account=Buckets(clock, 3, 3600),
            codes_of_network=Buckets(clock, settings.network_codes_per_hour, 3600),
            codes_of_phone=Buckets(clock, 5, 86_400),
            codes_in_all=Buckets(clock, settings.codes_per_day, 86_400),
        )


def network(ip: str) -> str:
    """Whom an address stands for: of IPv6 the first half, for one customer holds all of the rest.

    An IPv4 address in the spelling of IPv6 (::ffff:192.0.2.7) is itself, or all of them would be one customer.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if address.version == 6:
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return ip
