"""A stand-in for the web channel: the same protocol, answers from a list, errors and people on demand.

``python -m tests.web.fake_server --port 5099`` serves the widget and pages that use it.
Words that do something: slow, never, silent, busy, rate, unavailable, wrong; person, bye.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import secrets
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

import socketio
from aiohttp import web

from tests.web import fake_answers, fake_pages

WIDGET = Path(__file__).parents[2] / "overture" / "widget"
LIMITS = {"characters": 4000, "per_minute": 20, "in_flight": 3}
REFUSALS = {
    "busy": {"code": "busy", "message": "I'm still working on what was asked before.", "retry_after": 1},
    "rate": {
        "code": "rate",
        "message": "That was a lot at once. Please wait a moment and try again.",
        "retry_after": 2,
    },
    "unavailable": {"code": "unavailable", "message": "I can't take messages at the moment."},
    "wrong": {"code": "bad_request", "message": "That could not be read."},
}


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Kept:
    """Conversations, in a file, so that a killed server knows them when it is back."""

    def __init__(self, path: Optional[Path]) -> None:
        self.path = path
        self.said: dict[str, list[dict[str, Any]]] = {}
        if path and path.exists():
            self.said = json.loads(path.read_text(encoding="utf-8"))

    def write(self) -> None:
        if self.path:
            self.path.write_text(json.dumps(self.said), encoding="utf-8")

    def find(self, conversation: str, id: str) -> Optional[dict[str, Any]]:
        return next((message for message in self.said.get(conversation, []) if message["id"] == id), None)


class FakeServer:
    """The protocol of docs/web-protocol.md, version 1."""

    def __init__(self, state: Optional[Path], delay: float, origins: list[str]) -> None:
        self.sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=origins or None)
        self.kept = Kept(state)
        self.delay = delay
        self.seats: dict[str, str] = {}
        self.events: list[list[Any]] = []
        self.refused: set[str] = set()
        self.people: dict[str, str] = {}
        self.numbers = itertools.count(1)
        self.tasks: set[asyncio.Task[None]] = set()
        for name in ("session_request", "user_uttered", "choose", "feedback", "new_conversation", "erase"):
            self.sio.on(name, self._handler(name))

    def _handler(self, name: str) -> Any:
        async def handle(sid: str, data: dict[str, Any]) -> dict[str, Any]:
            self.events.append([name, data])
            if name != "session_request" and sid not in self.seats:
                return {
                    "ok": False,
                    "error": {"code": "no_session", "message": "The conversation has to be opened first."},
                }
            answer: dict[str, Any] = await getattr(self, name)(sid, data)
            return answer

        return handle

    # Sessions

    async def session_request(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        token = str(data.get("session", ""))
        conversation = token.partition(".")[0]
        if conversation in self.kept.said:
            return await self._seat(sid, conversation, restored=True)
        return await self._begin(sid)

    async def _begin(self, sid: str) -> dict[str, Any]:
        conversation = secrets.token_hex(8)
        self.kept.said[conversation] = []
        self.kept.write()
        return await self._seat(sid, conversation, restored=False)

    async def _seat(self, sid: str, conversation: str, restored: bool) -> dict[str, Any]:
        if sid in self.seats:
            await self.sio.leave_room(sid, self.seats[sid])
        self.seats[sid] = conversation
        await self.sio.enter_room(sid, conversation)
        person = self.people.get(conversation)
        return {
            "ok": True,
            # As with real tokens, no two are the same.
            "session": f"{conversation}.{secrets.token_hex(4)}",
            "restored": restored,
            "history": self.kept.said[conversation][-200:],
            "limits": LIMITS,
            "bot": {"name": "Overture", "version": "0.0.0", "data_as_of": "2025-05"},
            "person": {"name": person} if person else None,
        }

    async def new_conversation(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        return await self._begin(sid)

    async def erase(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        erased = self.seats[sid]
        del self.kept.said[erased]
        await self.sio.leave_room(sid, erased)
        await self.sio.emit("session_ended", {"reason": "erased"}, room=erased)
        self.seats = {other: seat for other, seat in self.seats.items() if seat != erased}
        return await self._begin(sid)

    # Messages

    async def user_uttered(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        return await self._take(sid, data["id"], data["text"])

    async def choose(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        for message in self.kept.said[self.seats[sid]]:
            for choice in message.get("choices", []):
                if choice["id"] == data["choice"]:
                    return await self._take(sid, data["id"], f"Tell me: {choice['title'].lower()}")
        return {"ok": False, "error": {"code": "unknown_choice", "message": "That choice is no longer there."}}

    async def _take(self, sid: str, id: str, text: str) -> dict[str, Any]:
        conversation = self.seats[sid]
        known = self.kept.find(conversation, id)
        if known:
            self._start(self._again(sid, conversation, id))
            return {"ok": True, "at": known["at"], "text": known["text"]}
        refusal = REFUSALS.get(text.split()[0].lower())
        if refusal and id not in self.refused:
            self.refused.add(id)
            return {"ok": False, "error": refusal}
        message = {"id": id, "text": text, "at": now()}
        self.kept.said[conversation].append({"from": "user", **message})
        self.kept.write()
        await self.sio.emit("user_said", message, room=conversation, skip_sid=sid)
        self._start(self._answer(conversation, id, text))
        return {"ok": True, "at": message["at"], "text": text}

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _again(self, sid: str, conversation: str, id: str) -> None:
        replies = [m for m in self.kept.said[conversation] if m.get("reply_to") == id]
        if not replies:
            asked = self.kept.find(conversation, id)
            return await self._answer(conversation, id, asked["text"] if asked else "")
        for reply in replies:
            await self.sio.emit("bot_uttered", reply, room=sid)
        await self.sio.emit("turn_done", {"reply_to": id}, room=sid)

    async def _answer(self, conversation: str, id: str, text: str) -> None:
        words = set(text.lower().split())
        if await self._people(conversation, words):
            return await self._done(conversation, id)
        await self.sio.emit("typing", {"on": True, "reply_to": id}, room=conversation)
        if "never" in words:
            return
        await asyncio.sleep(2.5 if "slow" in words else self.delay)
        replies = [] if "silent" in words else fake_answers.answers(text)
        for reply in replies:
            await self._say(conversation, reply, id)
        await self.sio.emit("typing", {"on": False, "reply_to": id}, room=conversation)
        await self._done(conversation, id)

    async def _done(self, conversation: str, id: str) -> None:
        await self.sio.emit("turn_done", {"reply_to": id}, room=conversation)

    async def _say(self, conversation: str, reply: dict[str, Any], id: str) -> None:
        message: dict[str, Any] = {
            "id": f"m{next(self.numbers)}-{secrets.token_hex(4)}",
            "reply_to": id,
            "text": reply["text"],
            "at": now(),
        }
        if "choices" in reply:
            message["choices"] = [{"id": secrets.token_hex(6), "title": title} for title in reply["choices"]]
        for part in ("answer", "person"):
            if part in reply:
                message[part] = reply[part]
        self.kept.said.setdefault(conversation, []).append({"from": "bot", **message})
        self.kept.write()
        await self.sio.emit("bot_uttered", message, room=conversation)

    async def _people(self, conversation: str, words: set[str]) -> bool:
        """Whether a person is concerned: comes, goes, or answers."""
        if "person" in words:
            await self.sio.emit("person", {"state": "waiting"}, room=conversation)
            await asyncio.sleep(max(self.delay, 0.4) * 2)
            self.people[conversation] = "Mara Lind"
            await self.sio.emit("person", {"state": "here", "name": "Mara Lind"}, room=conversation)
            await self._say(
                conversation,
                {
                    "text": "Hi, this is Mara from admissions. What would you like to know?",
                    "person": {"name": "Mara Lind"},
                },
                "",
            )
        elif conversation in self.people and "bye" in words:
            name = self.people.pop(conversation)
            await self.sio.emit("person", {"state": "gone", "name": name}, room=conversation)
        return conversation in self.people or "bye" in words

    async def feedback(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        message = self.kept.find(self.seats[sid], data["message"])
        if not message or data.get("comment") == "fail":
            return {
                "ok": False,
                "error": {"code": "unknown_message", "message": "That message is not in this conversation."},
            }
        message["feedback"] = {"verdict": data["verdict"], "comment": data.get("comment")}
        self.kept.write()
        return {"ok": True}

    # Pages

    def app(self) -> web.Application:
        app = web.Application()
        self.sio.attach(app)
        app.router.add_get("/events", self._list_events)
        app.router.add_get("/widget.js", self._script)
        fake_pages.add_to(app)
        return app

    async def _script(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(WIDGET / "widget.js")

    async def _list_events(self, request: web.Request) -> web.Response:
        if "forget" in request.query:
            self.events.clear()
        return web.json_response(self.events)


def main() -> None:
    """Serves until it is killed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=5099)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds to an answer")
    parser.add_argument("--origin", action="append", default=[], help="another origin whose pages may connect")
    given = parser.parse_args()
    server = FakeServer(given.state, given.delay, given.origin)
    web.run_app(server.app(), host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
