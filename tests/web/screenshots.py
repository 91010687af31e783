"""Writes docs/screenshots: each kind of answer, in the widget and on a page, light and dark, wide and narrow.

Most come from the fake server, so that they change only with the widget; those whose names begin
with ``real`` show the bot with its facts.
"""

from __future__ import annotations

import argparse
import io
import signal
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from overture import engine
from tests.web.browsing import ROOT, Chat, Server, browsing, chromium
from tests.web.test_channel_served import Served

FOLDER = ROOT / "docs" / "screenshots"
COLORS = 128
NARROW = (480, 760)
SETTLED_MS = 450

Act = Callable[[Chat], None]


class Studio:
    """Takes pictures in one browser of one server."""

    def __init__(self, browser: Browser, server: Server | Served, folder: Path) -> None:
        self.browser = browser
        self.server = server
        self.folder = folder

    def shot(
        self, name: str, act: Act, path: str = "/tidy", size: tuple[int, int] = NARROW, dark: bool = False
    ) -> None:
        """Opens a page, does what makes it worth a picture, and takes it."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(self.server.url + path)
        chat = Chat(page)
        act(chat)
        page.wait_for_timeout(SETTLED_MS)
        write(page.screenshot(), self.folder / f"{name}.png")
        context.close()


def write(png: bytes, path: Path) -> None:
    """Writes a picture with few colors: a third of its size."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


def asking(*questions: str, opening: str | None = None) -> Act:
    """Opens the chat and asks; then unfolds what has that name."""

    def act(chat: Chat) -> None:
        if chat.launcher.count():
            chat.launcher.click()
        chat.ready()
        for question in questions:
            chat.ask(question)
        if opening:
            chat.host.locator(opening).last.click()

    return act


def offline(chat: Chat) -> None:
    asking("What is the pay?")(chat)
    chat.page.context.set_offline(True)
    chat.banner.filter(has_text="offline").wait_for()
    chat.say("And in ten years?")


def erasing(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.menu("Erase my conversation")


def menu(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.host.get_by_role("button", name="More", exact=True).click()


def feedback(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.host.get_by_role("button", name="Not helpful").click()


def person(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.ask("I want to speak to a person please")


def take(studio: Studio) -> None:
    """All pictures."""
    studio.shot("desktop", asking("What is the outlook?"), size=(1000, 760))
    studio.shot("typing", waiting)
    studio.shot("closed", lambda chat: chat.launcher.wait_for())
    studio.shot("welcome", asking())
    studio.shot("pay", asking("What is the pay?"))
    studio.shot("pay-dark", asking("What is the pay?"), dark=True)
    studio.shot("pay-phone", asking("What is the pay?"), size=(320, 640))
    studio.shot("line", asking("How was it over the years?"))
    studio.shot("bars", asking("In what states is it best?"))
    studio.shot("bars-negative", asking("What is the outlook?"))
    studio.shot("cards", asking("What programs are there?"))
    studio.shot("list", asking("How do I apply?"))
    studio.shot("sources", asking("What is the outlook?", opening=".sources summary"))
    studio.shot("choices", asking("Tell me about which one"))
    studio.shot("feedback", feedback)
    studio.shot("error", asking_refused)
    studio.shot("offline", offline)
    studio.shot("person", person)
    studio.shot("menu", menu)
    studio.shot("erase", erasing)
    studio.shot("page", asking("What is the pay?"), path="/page", size=(1200, 800))
    studio.shot("page-dark", asking("In what states is it best?"), path="/page", size=(1200, 800), dark=True)
    studio.shot("page-phone", asking("In what states is it best?"), path="/page", size=(320, 640))
    studio.shot("rtl", asking("How do I apply?"), path="/rtl")


def waiting(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.say("a slow one")
    chat.host.locator(".typing").wait_for()


def take_real(studio: Studio) -> None:
    """The page that the server shows, and answers of the real bot."""
    shot = partial(studio.shot, path="/")
    wide = (1200, 800)
    pay = asking("whats the pay for a sound engineer")
    shot("real-page", lambda chat: chat.launcher.wait_for(), size=wide)
    shot("real-pay", pay, size=wide)
    shot("real-pay-dark", pay, size=wide, dark=True)
    shot("real-states", asking("which states pay best for sound engineers"), size=(480, 900))
    shot("real-years", asking("how has the pay of sound engineers changed over the years"), size=(480, 900))
    shot("real-awards", asking("which state gives the most music technology degrees"), size=(480, 900))
    shot("real-programs", asking("master's programs in california"), size=(480, 900))
    shot("real-comparison", asking("compare nyu and mcgill"), size=(480, 900))
    shot("real-phone", asking("what goes into a portfolio"), size=(320, 640))


def asking_refused(chat: Chat) -> None:
    asking("How do I apply?")(chat)
    chat.say("rate please")
    chat.host.get_by_role("button", name="Try again").wait_for()


def main() -> None:
    """Takes them and writes them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    executable = chromium()
    if not executable:
        raise SystemExit("screenshots: Chromium is needed, for instance the package chromium")
    with tempfile.TemporaryDirectory() as state, browsing(executable) as browser:
        fake = Server(Path(state) / "state.json")
        real = Served(Path(state), engine.newest_model(), ROOT / "data" / "knowledge")
        try:
            fake.start()
            take(Studio(browser, fake, folder))
            real.start()
            take_real(Studio(browser, real, folder))
        finally:
            fake.kill()
            if real.process:
                real.end(signal.SIGKILL)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
