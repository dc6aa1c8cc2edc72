"""A local S3 that fails as told, as a process of its own.

``PUT /__fail__`` with «METHOD PART HOW» as its body: requests of this method whose path holds this
part fail: ``500`` at once, ``lost`` after they were done, ``hang`` without an answer; an empty body
ends it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple


class Failing:
    def __init__(self) -> None:
        self.store: Any = DomainDispatcherApplication(create_backend_app)
        self.rule: list[str] = []

    def __call__(self, asked: dict[str, Any], answer: Any) -> Iterable[bytes]:
        path, method = asked["PATH_INFO"], asked["REQUEST_METHOD"]
        if path == "/__fail__":
            self.rule = asked["wsgi.input"].read(int(asked["CONTENT_LENGTH"] or 0)).decode().split()
            answer("200 OK", [("Content-Length", "0")])
            return []
        wanted, part, how = self.rule or ("", "", "")
        if not self.rule or wanted not in (method, "ANY") or part not in path:
            return self.store(asked, answer)
        if how == "hang":
            time.sleep(20)
        if how == "lost":
            list(self.store(asked, lambda *said: None))
        answer("500 Internal Server Error", [("Content-Length", "0")])
        return []


if __name__ == "__main__":
    run_simple("127.0.0.1", int(sys.argv[1]), Failing(), threaded=True)
