"""The claims in the cookie that Streamlit's login sets.

The one place that reads it outside a session, with Streamlit's own inner functions: look here at
each upgrade (``tests/browser/test_login.py`` notices).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def claims(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """Who is logged in by a request's cookies; None without a login, or with a forged one."""
    secret = get_cookie_secret()

    def single(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value) if value else None

    try:
        found = get_cookie_with_chunks(single, USER_COOKIE_NAME)
        told = json.loads(found) if found else None
    except (ValueError, UnicodeError):
        return None
    return told if isinstance(told, dict) else None
