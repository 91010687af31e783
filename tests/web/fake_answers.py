"""What the fake server answers: one of each kind, by a word of the question."""

from __future__ import annotations

from typing import Any

Reply = dict[str, Any]

WAGES = {
    "id": "bureau-wages",
    "short": "Bureau of Wages, May 2025",
    "publisher": "Bureau of Wages",
    "title": "Wages by occupation, May 2025",
    "as_of": "2025-05",
    "url": "https://wages.example/tables",
    "attribution": None,
}
SURVEY = {
    "id": "survey",
    "short": "Survey of schools",
    "publisher": "Institute of Schools",
    "title": "What schools ask for",
    "as_of": "2024-09-30",
    "url": None,
    "attribution": "This uses the Survey of Schools under its free licence.",
}
PAGE = {
    "id": "page",
    "short": "School page",
    "publisher": "Northern University",
    "title": "Admissions",
    "as_of": "undated",
    "url": None,
    "attribution": None,
}
PERCENTILES = [["p10", 37570.0], ["p25", 49910.0], ["median", 73130.0], ["p75", 100280.0], ["p90", 137370.0]]
PAY_TABLE = {
    "head": ["", "A year", "An hour"],
    "rows": [
        ["Lowest tenth earned less than", "$37,570", "$18.06"],
        ["Lowest quarter earned less than", "$49,910", "$23.99"],
        ["Median: half earned less, half more", "$73,130", "$35.16"],
        ["Highest quarter earned more than", "$100,280", "$48.21"],
        ["Highest tenth earned more than", "$137,370", "$66.04"],
    ],
    "caption": "Sound engineering technicians, US, May 2025",
}
STATES = [
    ("New Jersey", 115190, 43350, 163030, "290", "108.8"),
    ("District of Columbia", 106630, 61300, 156000, "90", "109.9"),
    ("New York", 87510, 38590, 148210, "2,010", "107.8"),
    ("California", 81900, 43680, 151000, "3,440", "112.6"),
    ("Washington", 78400, 45160, 129800, "270", "108.5"),
    ("Massachusetts", 71640, 39200, 118500, "280", "107.0"),
    ("Texas", 64010, 33100, 107900, "840", "97.2"),
    ("Georgia", 62280, 31540, 110020, "420", "96.6"),
    ("Illinois", 59990, 35200, 101400, "not known", "98.9"),
    ("Florida", 57110, 30960, 98640, "950", "103.4"),
    ("Tennessee", 55430, 31020, 104800, "810", "92.1"),
    ("Nevada", 51870, 30380, 88070, "310", "not known"),
]


def _money(value: int) -> str:
    return f"${value:,}"


def _chart(kind: str, title: str, unit: str, series: list[tuple[str, list[Any]]], alternative: str) -> dict[str, Any]:
    named = [{"name": name, "values": values} for name, values in series]
    return {"kind": kind, "title": title, "unit": unit, "series": named, "alternative": alternative}


RANGE = _chart(
    "range",
    "Pay of sound engineering technicians, May 2025",
    "USD a year",
    [("sound engineering technicians", PERCENTILES)],
    "Pay of sound engineering technicians, May 2025: lowest tenth $37,570, median $73,130, highest tenth $137,370.",
)
LINE = _chart(
    "line",
    "Median pay a year, 2018 to 2025",
    "USD a year",
    [
        ("sound engineers", [["May 2018", 52390], ["May 2021", 60500], ["May 2023", 59430], ["May 2025", 73130]]),
        ("music directors", [["May 2018", 50590], ["May 2021", 49130], ["May 2023", 62590], ["May 2025", 73710]]),
    ],
    "Median pay rose for both from about $51,000 in May 2018 to about $73,000 in May 2025.",
)
BARS = _chart(
    "bars",
    "Median pay a year of sound engineering technicians",
    "USD a year",
    [("median", [[name, float(median)] for name, median, *_ in STATES[:6]])],
    "Median pay a year, from New Jersey, $115,190, to Massachusetts, $71,640.",
)
OUTLOOK = _chart(
    "bars",
    "Change in jobs over 2024-34",
    "%",
    [("change", [["sound engineers", -1.7], ["audio and video technicians", 3.3], ["all jobs", 3.1]])],
    "Change in jobs over ten years: sound engineers −1.7 %, audio and video technicians +3.3 %, all jobs +3.1 %.",
)
STATE_TABLE = {
    "head": ["Place", "Median a year", "Lowest tenth under", "Highest tenth over", "Employees", "Prices (US = 100)"],
    "rows": [[n, _money(m), _money(lo), _money(hi), jobs, prices] for n, m, lo, hi, jobs, prices in STATES],
    "caption": "Sound engineering technicians, highest 12 of 36 states",
}
CARDS = [
    {
        "title": "MM in Music Technology",
        "subtitle": "Northern University, New York",
        "facts": [
            ["Length", "2 years"],
            ["Taught", "on campus"],
            ["Tuition", "not known"],
            [
                "Admissions",
                "https://www.school.example/graduate-school/admissions/applications-and-deadlines.html?of=mm",
            ],
        ],
        "url": "https://school.example/mm",
    },
    {
        "title": "MFA in Sound Design",
        "subtitle": "Lakeside College, Chicago",
        "facts": [["Length", "3 years"], ["Taught", "online"]],
        "url": "javascript:alert(1)",
    },
]
# Words that no line holds.
ENDLESS = "Musikproduktionsstudiengangszulassungsvoraussetzungen" * 3
EVIL = (
    "<img src=x onerror=\"window.hacked='img'\"> <script>window.hacked='script'</script> "
    "**[click](javascript:window.hacked='link')** ![pic](https://evil.example/pixel.png) "
    '<svg onload="window.hacked=1"><a href="data:text/html,x">x</a> <style>*{display:none}</style> '
    '[auto](https://fine.example/"onmouseover="window.hacked=2)'
)

ANSWERS: dict[str, list[Reply]] = {
    "pay": [
        {
            "text": "Sound engineering technicians in the US earned a median of **$73,130** a year in May 2025; the "
            "lowest tenth under $37,570, the highest tenth over $137,370. In May 2018 it was $52,390: +39.6 % since "
            "then, before inflation.",
            "choices": ["Outlook", "Schooling it needs", "Compare with music directors"],
            "answer": {
                "table": PAY_TABLE,
                "chart": RANGE,
                "notes": [
                    "Employees of all ages, not new graduates; people working for themselves are **not counted**.",
                    "Few people are surveyed, so figures jump from year to year.",
                ],
                "sources": [WAGES, SURVEY],
                "outcome": "answered",
            },
        }
    ],
    "years": [
        {
            "text": "Both earn about the same today; in May 2018 sound engineers were a little ahead.",
            "answer": {"chart": LINE, "sources": [WAGES], "outcome": "answered"},
        }
    ],
    "states": [
        {
            "text": "They earn most in New Jersey: a median of **$115,190** a year in May 2025.",
            "choices": ["Pay in the US"],
            "answer": {"chart": BARS, "table": STATE_TABLE, "sources": [WAGES], "outcome": "answered"},
        }
    ],
    "outlook": [
        {
            "text": "Slightly down for sound engineers: **−1.7 %** over 2024-34.",
            "answer": {"chart": OUTLOOK, "sources": [WAGES], "outcome": "answered"},
        }
    ],
    "programs": [
        {
            "text": "Two programs fit. See [the list](https://school.example/list) for more.",
            "choices": ["Compare the two"],
            "answer": {"cards": CARDS, "sources": [SURVEY, PAGE], "outcome": "answered"},
        }
    ],
    "apply": [
        {
            "text": "This is what most schools ask for:\n\n- a **bachelor's degree**\n- a portfolio\n- two letters\n\n"
            "Then:\n\n1. Write to the school.\n2. Send it all in.",
            "answer": {"notes": ["See [the guide](https://school.example/guide)."], "outcome": "answered"},
        }
    ],
    "which": [
        {
            "text": "Which school do you mean?",
            "choices": ["Northern University", "Lakeside College"],
            "answer": {"outcome": "asked_back"},
        }
    ],
    "evil": [
        {
            "text": EVIL,
            "choices": ["<b>bold</b>"],
            "answer": {
                "table": {"head": ["", EVIL], "rows": [[EVIL, EVIL]], "caption": EVIL},
                "chart": _chart("bars", EVIL, EVIL, [(EVIL, [[EVIL, 1.0], ["b", 2.0]])], EVIL),
                "cards": [
                    {"title": EVIL, "subtitle": EVIL, "facts": [[EVIL, EVIL]], "url": "javascript:window.hacked=3"}
                ],
                "notes": [EVIL],
                "sources": [
                    {**WAGES, "short": EVIL, "title": EVIL, "url": "JaVaScRiPt:window.hacked=4", "attribution": EVIL}
                ],
                "outcome": "answered",
            },
        }
    ],
    "endless": [
        {
            "text": f"{ENDLESS} [{ENDLESS}](https://school.example/)",
            "choices": [ENDLESS, "Many words " * 20],
            "answer": {
                "table": {"head": ["", ENDLESS], "rows": [[ENDLESS, ENDLESS]], "caption": ENDLESS},
                "chart": _chart("bars", ENDLESS, ENDLESS, [(ENDLESS, [[ENDLESS, 1e9], ["b", 2.0]])], ENDLESS),
                "cards": [{"title": ENDLESS, "subtitle": ENDLESS, "facts": [[ENDLESS, ENDLESS]]}],
                "notes": [ENDLESS],
                "sources": [{**WAGES, "short": ENDLESS, "title": ENDLESS, "attribution": ENDLESS}],
                "outcome": "answered",
            },
        }
    ],
    "two": [{"text": "First part."}, {"text": "Second part."}],
}
PLAIN: list[Reply] = [{"text": "You asked: {text}", "choices": ["And the pay?"]}]


def answers(text: str) -> list[Reply]:
    """The replies to a message: of the first word that is known in it."""
    for word in text.lower().replace("?", " ").split():
        if word in ANSWERS:
            return ANSWERS[word]
    return [{**reply, "text": reply["text"].format(text=text)} for reply in PLAIN]
