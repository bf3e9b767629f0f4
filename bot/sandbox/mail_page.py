"""The page with the e-mails that were caught: plain HTML, links made so that they can be clicked."""

import html
import re

from aiohttp import web

from bot.sandbox.control.mails import MAILBOX
from bot.sandbox.mails import Caught
from bot.sandbox.page import HEADERS

_LINK = re.compile(r"https?://[^\s<>\"]+")
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Caught e-mail</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/mail.css">
</head>
<body>
<main>
<h1>Caught e-mail</h1>
<p class="hint">Nothing of this was delivered. <a href="/sandbox/mail">Look again</a> · <a href="/">The phones</a></p>
{mails}
</main>
</body>
</html>
"""
_MAIL = """<article>
<h2>{subject}</h2>
<p class="hint">To {to} · from {sender} · <time datetime="{at}">{at}</time></p>
<pre>{body}</pre>
</article>"""
_NONE = '<p class="none">No e-mail yet.</p>'


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [web.get("/sandbox/mail", show)]


async def show(request: web.Request) -> web.Response:
    """Every e-mail, newest first."""
    mails = reversed(request.app[MAILBOX].after())
    shown = "\n".join(_drawn(mail) for mail in mails) or _NONE
    return web.Response(text=_PAGE.format(mails=shown), content_type="text/html", headers=HEADERS)


def _drawn(mail: Caught) -> str:
    return _MAIL.format(
        subject=html.escape(mail.subject) or "(no subject)",
        to=html.escape(", ".join(mail.to)),
        sender=html.escape(mail.sender),
        at=html.escape(mail.received_at),
        body=_LINK.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', html.escape(mail.body)),
    )
