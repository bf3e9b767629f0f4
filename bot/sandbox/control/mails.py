"""Reading what was caught, and ordering trouble for the next e-mails."""

from aiohttp import web

from bot.sandbox.control.edge import answer, body_of, timeout_of
from bot.sandbox.mails import Mailbox, row_of

MAILBOX = web.AppKey("mailbox", Mailbox)


def routes() -> list[web.RouteDef]:
    """The endpoints of this module."""
    return [
        web.get("/sandbox/mails", list_mails),
        web.delete("/sandbox/mails", forget_mails),
        web.post("/sandbox/mails/trouble", order_trouble),
    ]


async def list_mails(request: web.Request) -> web.Response:
    """E-mails past `?after=` an id, oldest first; with `?timeout=` waits for some."""
    mailbox, after = request.app[MAILBOX], int(request.query.get("after", "0"))
    if seconds := timeout_of(request):
        await mailbox.wait(after, seconds)
    return answer([row_of(mail) for mail in mailbox.after(after)])


async def forget_mails(request: web.Request) -> web.Response:
    """Empty the mailbox."""
    request.app[MAILBOX].forget()
    return answer({"forgotten": True})


async def order_trouble(request: web.Request) -> web.Response:
    """Let the mail server answer `step` wrongly `count` times."""
    body = await body_of(request)
    request.app[MAILBOX].order(str(body["step"]), str(body["answer"]), int(body.get("count", 1)))
    return answer({"ordered": True}, 201)
