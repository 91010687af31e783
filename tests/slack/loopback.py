"""Slack on this machine: its Web API, its response addresses and Socket Mode, with faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack import limits_check

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-loopback", "xapp-loopback", "shh-it-is-a-secret"
TEAM, ME, BOT_ID, USER, OTHER = "T111", "UBOT", "B111", "W222", "W333"
ALL_SCOPES = (
    "chat:write,im:history,app_mentions:read,commands,assistant:write,files:write,channels:history,groups:history,"
    "mpim:history,users:read"
)


@dataclass(frozen=True)
class Fault:
    """One call that goes wrong: ``kind`` says how; with ``done`` it has its effect all the same."""

    kind: str
    done: bool = False
    retry_after: str = "0"


@dataclass
class Call:
    """One call of the Web API, or of a response address (``method`` is ``response_url`` then)."""

    method: str
    args: dict[str, Any]
    at: float
    fault: str = ""
    token: str = ""


@dataclass
class Delivered:
    """One envelope of Socket Mode: when it was sent, and when and how it was acknowledged."""

    sent: float
    acknowledged: asyncio.Future[dict[str, Any]] = field(repr=False)
    took: float = -1.0
    times: int = 1


class Slack:
    """The workspace; ``calls`` are in the order in which they came."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.posted: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.ephemeral: list[dict[str, Any]] = []
        self.shared: list[dict[str, Any]] = []
        self.homes: dict[str, dict[str, Any]] = {}
        self.modals: list[dict[str, Any]] = []
        self.refused: list[list[str]] = []
        self.scopes = ALL_SCOPES
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.fault_for: Callable[[str, Mapping[str, Any]], Fault | None] = lambda method, args: None
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self.closing = asyncio.Event()
        self.connections = 0
        self.resend_seconds = 3.0
        self.uses: dict[str, int] = defaultdict(int)
        self.files: dict[str, bytes] = {}
        self._tickets: set[str] = set()
        self._waiting: dict[str, Delivered] = {}
        self._ts = itertools.count(1)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.url}/api/"

    def response_url(self) -> str:
        """A new address that takes five messages."""
        return f"{self.url}/response/{uuid.uuid4().hex}"

    def of(self, method: str) -> list[Call]:
        """The calls of a method that went well."""
        return [call for call in self.calls if call.method == method and not call.fault]

    def fail(self, method: str, kind: str, times: int = 1, *, done: bool = False, retry_after: str = "0") -> None:
        """Lets the next calls of a method go wrong."""
        self.faults[method].extend([Fault(kind, done, retry_after)] * times)

    def everything_posted(self) -> list[dict[str, Any]]:
        return [message for messages in self.posted.values() for message in messages]

    # Socket Mode

    async def push(self, payload: Mapping[str, Any], kind: str = "events_api", *, connection: int = -1) -> Delivered:
        """Sends an envelope; it is sent again until it is acknowledged, as Slack does."""
        await asyncio.wait_for(self.connected.wait(), 20)
        envelope = uuid.uuid4().hex
        delivered = Delivered(time.monotonic(), asyncio.get_running_loop().create_future())
        self._waiting[envelope] = delivered
        await self._send(envelope, payload, kind, 0, connection)
        asyncio.get_running_loop().create_task(self._resend(envelope, payload, kind, delivered))
        return delivered

    async def _send(self, envelope: str, payload: Any, kind: str, attempt: int, connection: int = -1) -> None:
        body: dict[str, Any] = {
            "envelope_id": envelope,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": False,
        }
        if kind == "events_api":
            body |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        with suppress(IndexError, ConnectionError, RuntimeError):
            await self.sockets[connection].send_str(json.dumps(body))

    async def _resend(self, envelope: str, payload: Any, kind: str, delivered: Delivered) -> None:
        for attempt in (1, 2, 3):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.shield(delivered.acknowledged), self.resend_seconds)
                return
            await self.connected.wait()
            delivered.times += 1
            await self._send(envelope, payload, kind, attempt)

    async def drop(self, *, politely: bool = False) -> None:
        """Ends the connections: politely with a message, or as a cable that is pulled."""
        self.connected.clear()
        for socket in list(self.sockets):
            if politely:
                await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            else:
                transport = socket._req.transport if socket._req else None
                if transport:
                    transport.abort()

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": len(self.sockets) + 1}))
        self.sockets.append(socket)
        self.connections += 1
        self.connected.set()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self.sockets.remove(socket)
            if not self.sockets:
                self.connected.clear()
        return socket

    def _acknowledge(self, body: dict[str, Any]) -> None:
        delivered = self._waiting.get(body.get("envelope_id", ""))
        if delivered and not delivered.acknowledged.done():
            delivered.took = time.monotonic() - delivered.sent
            delivered.acknowledged.set_result(body)

    # Web API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _args(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(method, args, time.monotonic(), token=token)
        self.calls.append(call)
        fault = self.faults[method].pop(0) if self.faults[method] else self.fault_for(method, args)
        if fault is None:
            return self._answer(self._do(method, args, token), method)
        call.fault = fault.kind
        if fault.done:
            self._do(method, args, token)
        return await self._go_wrong(request, fault)

    async def _go_wrong(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "429":
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": fault.retry_after}
            )
        if fault.kind in ("500", "502", "503"):
            return web.Response(status=int(fault.kind), text="<html>oops</html>", content_type="text/html")
        if fault.kind == "drop":
            assert request.transport
            request.transport.abort()
            return web.Response()
        if fault.kind == "proxy":
            return web.Response(text="Please log in to the network", content_type="text/plain")
        if fault.kind == "hang":
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.closing.wait(), 60)
        # A response address tells by the status as well that something is wrong.
        status = 404 if request.path.startswith("/response/") else 200
        return web.json_response({"ok": False, "error": fault.kind}, status=status)

    def _answer(self, body: dict[str, Any], method: str) -> web.Response:
        return web.json_response(body, headers={"X-OAuth-Scopes": self.scopes})

    def _do(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return {"ok": False, "error": "invalid_auth"}
        act = getattr(self, "_" + method.replace(".", "_"), None)
        return act(args) if act else {"ok": True}

    def _auth_test(self, args: dict[str, Any]) -> dict[str, Any]:
        return {
            "ok": True, "url": "https://acme.slack.com/", "team": "Acme", "user": "overture", "team_id": TEAM,
            "user_id": ME, "bot_id": BOT_ID, "is_enterprise_install": False,
        }  # fmt: skip

    def _apps_connections_open(self, args: dict[str, Any]) -> dict[str, Any]:
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id=A111"}

    def _chat_postMessage(self, args: dict[str, Any]) -> dict[str, Any]:
        refusal = self._refusal(args)
        if refusal:
            return refusal
        channel = {USER: "D222", OTHER: "D333"}.get(args["channel"], args["channel"])
        message = {**args, "ts": self.next_ts(), "user": ME, "bot_id": BOT_ID}
        self.posted[channel].append(message)
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def next_ts(self) -> str:
        return f"{time.time():.6f}"[:-3] + f"{next(self._ts) % 1000:03d}"

    def _chat_postEphemeral(self, args: dict[str, Any]) -> dict[str, Any]:
        refusal = self._refusal(args)
        if not refusal:
            self.ephemeral.append(args)
        return refusal or {"ok": True, "message_ts": self.next_ts()}

    def _refusal(self, args: dict[str, Any]) -> dict[str, Any] | None:
        found = limits_check.faults(args.get("blocks") or [])
        if found:
            self.refused.append(found)
            return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": found}}
        if not args.get("text") and not args.get("blocks"):
            return {"ok": False, "error": "no_text"}
        return {"ok": False, "error": "msg_too_long"} if len(args.get("text", "")) > 40_000 else None

    def _conversations_replies(self, args: dict[str, Any]) -> dict[str, Any]:
        return self._read(args, lambda message: args["ts"] in (message.get("thread_ts"), message["ts"]))

    def _conversations_history(self, args: dict[str, Any]) -> dict[str, Any]:
        return self._read(args, lambda message: not message.get("thread_ts"))

    def _read(self, args: dict[str, Any], wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        oldest = float(args.get("oldest") or 0)
        messages = [m for m in self.posted[args["channel"]] if wanted(m) and float(m["ts"]) >= oldest]
        if str(args.get("include_all_metadata")).lower() not in ("1", "true"):
            messages = [{k: v for k, v in m.items() if k != "metadata"} for m in messages]
        return {"ok": True, "messages": messages[: int(args.get("limit") or 100)], "has_more": False}

    def _files_getUploadURLExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        file = f"F{uuid.uuid4().hex[:8].upper()}"
        return {"ok": True, "file_id": file, "upload_url": f"{self.url}/upload/{file}", "alt_txt": args.get("alt_txt")}

    def _files_completeUploadExternal(self, args: dict[str, Any]) -> dict[str, Any]:
        files = args["files"] if isinstance(args["files"], list) else json.loads(args["files"])
        self.shared.append({**args, "files": files})
        return {"ok": True, "files": files}

    def _views_publish(self, args: dict[str, Any]) -> dict[str, Any]:
        view = args["view"] if isinstance(args["view"], dict) else json.loads(args["view"])
        found = limits_check.faults(view["blocks"], limits_check.IN_HOME)
        if found:
            self.refused.append(found)
            return {"ok": False, "error": "invalid_blocks"}
        self.homes[args["user_id"]] = view
        return {"ok": True, "view": view}

    def _views_open(self, args: dict[str, Any]) -> dict[str, Any]:
        view = args["view"] if isinstance(args["view"], dict) else json.loads(args["view"])
        self.modals.append({**view, "id": f"V{len(self.modals) + 1}"})
        return {"ok": True, "view": self.modals[-1]}

    def _chat_update(self, args: dict[str, Any]) -> dict[str, Any]:
        message = next((m for m in self.posted[args["channel"]] if m["ts"] == args["ts"]), None)
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        refusal = self._refusal(args)
        if not refusal:
            message |= {key: args[key] for key in ("text", "blocks") if key in args}
        return refusal or {"ok": True, "channel": args["channel"], "ts": args["ts"]}

    def _chat_delete(self, args: dict[str, Any]) -> dict[str, Any]:
        messages = self.posted[args["channel"]]
        kept = [message for message in messages if message["ts"] != args["ts"]]
        if len(kept) == len(messages):
            return {"ok": False, "error": "message_not_found"}
        messages[:] = kept
        return {"ok": True}

    def _users_info(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user": {"id": args["user"], "profile": {"display_name": f"name of {args['user']}"}}}

    # What lies outside the Web API

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _response(self, request: web.Request) -> web.StreamResponse:
        args = await _args(request)
        call = Call("response_url", args, time.monotonic())
        self.calls.append(call)
        fault = (
            self.faults["response_url"].pop(0) if self.faults["response_url"] else self.fault_for("response_url", args)
        )
        if fault:
            call.fault = fault.kind
            return await self._go_wrong(request, fault)
        self.uses[request.path] += 1
        if self.uses[request.path] > 5:
            return web.Response(status=404, text="used_url")
        refusal = self._refusal(args)
        if refusal:
            return web.json_response(refusal, status=404)
        self.ephemeral.append(args)
        return web.Response(text="ok")

    def application(self) -> web.Application:
        app = web.Application(client_max_size=20_000_000)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link/", self._socket)
        return app


async def _args(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json()) if request.can_read_body else {}
    return {**request.query, **(await request.post())}


@asynccontextmanager
async def running() -> AsyncIterator[Slack]:
    """A workspace on a free port."""
    slack = Slack()
    runner = web.AppRunner(slack.application(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.port = runner.addresses[0][1]
    try:
        yield slack
    finally:
        slack.closing.set()
        await runner.cleanup()
