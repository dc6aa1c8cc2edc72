"""Questions to Eurostat's statistics API, one series a question, with patience.

The answers are JSON-stat 2.0. Too much traffic (429) and failures of the server (5xx) are asked
again after a pause that grows, or as long as the server says. A large answer is prepared while one
waits: the API then says so (status 413, ASYNCHRONOUS_RESPONSE) and wants the same question later.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from secon_data.intake import jsonstat
from secon_data.intake.errors import IntakeError
from secon_data.intake.eurostat import EurostatTable

ADDRESS = "https://ec.europa.eu/eurostat/api/dissemination"
_BUSY = (429, 500, 502, 503, 504)
_CUT = 2  # so often an answer that broke off is asked for again


class UnreachableError(Exception):
    """No way to the server: no network, no such host, nobody listens."""


class AnswerError(Exception):
    """No usable answer to one question. ``code`` has its sentence in ``problems``."""

    def __init__(self, code: str, **details: str) -> None:
        self.code, self.details = code, details
        super().__init__(f"{code}: {details}")


@dataclass
class Api:
    """``address``: where the API is, else what ``SECON_EUROSTAT`` names, else Eurostat. Seconds:
    ``timeout`` to connect and between two pieces of an answer, ``pause`` before the first
    repetition (doubled each time) and between two looks for an answer that is being prepared,
    ``patience`` for that answer in all. ``told`` is called with a line when it waits."""

    address: str = ""
    timeout: tuple[float, float] = (10, 60)
    repetitions: int = 4
    pause: float = 2.0
    patience: float = 300.0
    told: Callable[[str], None] = lambda line: None
    _session: requests.Session | None = None
    _answers: dict[str, EurostatTable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = self.address or os.environ.get("SECON_EUROSTAT", "") or ADDRESS
        self.address = found.rstrip("/")

    def url(self, table: str, values: Mapping[str, str], since: int) -> str:
        """The address of a question: a table, the values of its dimensions, the first year."""
        query = {"format": "JSON", "lang": "EN", **values, "sinceTimePeriod": str(since)}
        made = requests.Request(
            "GET", f"{self.address}/statistics/1.0/data/{table}", params=query
        ).prepare()
        return str(made.url)

    def ask(self, url: str) -> EurostatTable:
        """The answer to a question; a question that was answered is not asked again.

        UnreachableError without a way to the server; AnswerError for anything that is no whole
        answer with values.
        """
        if url not in self._answers:
            self._answers[url] = self._asked(url)
        return self._answers[url]

    def _asked(self, url: str) -> EurostatTable:
        end = time.monotonic() + self.patience
        cut = 0
        while True:
            try:
                status, text = self._get(url)
                if status < 400 and not text.rstrip().endswith("}"):
                    raise AnswerError("eurostat-cut")
            except AnswerError as error:
                cut += 1
                if error.code != "eurostat-cut" or cut > _CUT:
                    raise
                self.told("The answer broke off; asking again …")
                time.sleep(self.pause)
                continue
            if "ASYNCHRONOUS_RESPONSE" in text[:2000]:
                if time.monotonic() + self.pause > end:
                    raise AnswerError("eurostat-not-ready", seconds=f"{self.patience:.0f}")
                self.told("Eurostat prepares the answer; waiting …")
                time.sleep(self.pause)
                continue
            try:
                return jsonstat.read(text)
            except IntakeError as error:
                said = error.details.get("said", "")
                if error.code == "no-rows":
                    raise AnswerError("eurostat-empty") from None
                if status >= 400 or error.code == "json-without-values":
                    raise AnswerError("eurostat-refused", status=str(status), said=said) from None
                raise AnswerError("eurostat-cut") from None

    def _get(self, url: str) -> tuple[int, str]:
        """Status and text of a response."""
        try:
            response = self._open().get(url, timeout=self.timeout)
            return response.status_code, response.content.decode("utf-8", "replace")
        except requests.exceptions.ConnectTimeout as error:
            raise UnreachableError(str(error)) from None
        except requests.exceptions.Timeout:
            raise AnswerError("eurostat-timeout") from None
        except (
            requests.exceptions.ChunkedEncodingError,
            requests.exceptions.ContentDecodingError,
        ):
            raise AnswerError("eurostat-cut") from None
        except requests.exceptions.ConnectionError as error:
            # After the last repetition a slow server looks like this too.
            if "Read timed out" in str(error):
                raise AnswerError("eurostat-timeout") from None
            raise UnreachableError(str(error)) from None
        except requests.exceptions.RequestException as error:
            raise AnswerError("eurostat-refused", status="", said=str(error)[:200]) from None

    def _open(self) -> requests.Session:
        if self._session is None:
            retry = Retry(
                total=self.repetitions,
                connect=1,
                status_forcelist=_BUSY,
                backoff_factor=self.pause,
                backoff_max=60,
                retry_after_max=120,
                raise_on_status=False,
            )
            session = requests.Session()
            session.headers["User-Agent"] = "secon-regions"
            for scheme in ("https://", "http://"):
                session.mount(scheme, HTTPAdapter(max_retries=retry))
            self._session = session
        return self._session
