"""The words by which people mean a field of study or a piece of software."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Fields of study (overture.knowledge.programs.FieldOfStudy) by wording, the longer ones first.  "Music production" is
# what the whole conversation is about and narrows nothing; it counts where it is set apart ("only music production").
_FIELDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("game-audio",),
        r"(?:video ?)?gam(?:e|es|ing) (?:audio|sound|music|scoring|composition)|(?:audio|sound|music|composing"
        r"|composition|scoring) for (?:video ?)?games|interactive audio",
    ),
    (
        ("film-sound",),
        r"(?:audio |sound )?post-?\s?production(?: sound| audio)?|audio post|(?:film|movie|cinema) sound"
        r"|sound for (?:film|picture|tv|movies)",
    ),
    (("theater-sound",), r"theat(?:er|re|rical) sound(?: design)?|sound (?:design )?for (?:the )?theat(?:er|re)"),
    (
        ("live-sound",),
        r"live (?:sound|audio|mixing|production)(?: engineering| reinforcement)?|concert (?:sound|audio)"
        r"|sound reinforcement|foh",
    ),
    (
        ("scoring",),
        r"(?:film|screen|media|movie|tv|visual media|soundtrack) ?(?:scoring|music|composition|composing)"
        r"|scor(?:e|ing) (?:for|to) (?:film|media|screen|picture|tv|movies|visual media)s?|(?:music|composing"
        r"|composition) for (?:film|media|screen|tv|picture|movies|visual media)s?|film scor\w+|scoring"
        r"|soundtracks?",
    ),
    (("sound-design",), r"sound[- ]design"),
    (("songwriting",), r"song ?-?writing|writing songs"),
    (
        ("music-business",),
        r"music (?:business|industry|management|entertainment business)|entertainment (?:business|industry"
        r"|management)|business of music|arts management",
    ),
    (("music-education",), r"music (?:education|teaching|ed)|teaching music"),
    (
        ("audio-programming",),
        r"audio (?:programming|software|coding|dsp)|music (?:programming|informatics|computing"
        r"|information retrieval)|dsp|signal processing|plug-?in development|creative coding"
        r"|music and (?:computing|computer science)",
    ),
    (("media-forensics",), r"(?:media|audio) forensics|forensic audio"),
    (("sound-art",), r"sound(?:-| )arts?|sonic arts?"),
    (("sound-studies",), r"sound studies"),
    (
        ("electronic-music",),
        r"electronic music(?: production)?|edm|electro-?acoustic(?: music)?|computer music"
        r"|electronic composition",
    ),
    (
        ("acoustics",),
        r"(?:architectural |musical |room )?acoustics|acoustical (?:engineering|consulting)"
        r"|acoustic(?:al)? engineering",
    ),
    (("audio-engineering", "recording"), r"(?:audio|sound) engineering|audio engineer (?:degree|program)s?"),
    (
        ("recording",),
        r"(?:sound|music|audio|studio) recording(?: technology| arts?)?|recording (?:arts?|technology"
        r"|engineering|industry|degrees?|programs?|programmes?|masters?|schools?|majors?|ones?"
        r"|[\ue200-\ue3ff])|record(?:ing)? production|(?:(?<=offer )|(?<=offers )|(?<=teach )|(?<=study )"
        r"|(?<=have )|(?<!help )(?<=with )|(?<=ree in )|(?<=[\ue200-\ue3ff] in ))recording(?=\s*(?:$|[?.!,]"
        r"|in\b|and\b|or\b|near\b|at\b|there\b|please\b))",
    ),
    (
        ("music-technology",),
        r"music(?:al)? tech(?:nology|nologies)?|music (?:and|&) tech(?:nology)?|audio tech(?:nology)?"
        r"|sound technology",
    ),
    (("commercial-music",), r"commercial music|popular music|pop music|contemporary music"),
    (("media-arts",), r"(?:new )?media arts|multimedia arts?"),
    (("worship",), r"worship(?: music| arts)?|church music"),
    (
        ("performance",),
        r"(?:music|jazz|vocal|guitar|instrumental) performance|performance (?:degrees?|programs?"
        r"|[\ue200-\ue3ff])",
    ),
    (
        ("composition",),
        r"music composition|composition(?= (?:degrees?|programs?|programmes?|majors?|schools?|ones?"
        r"|[\ue200-\ue3ff]))|(?<=[\ue200-\ue3ff] in )composition|(?<=degree in )composition"
        r"|(?<=major in )composition|(?<=study )composition",
    ),
    (
        ("music-production",),
        r"(?<=(?:only|just) )music production|specifically music production|music production specifically"
        r"|music production (?=and not|rather than|not )",
    ),
)
FIELDS = re.compile(r"\b(?:" + "|".join(rf"(?P<f{i}>{pattern})" for i, (_, pattern) in enumerate(_FIELDS)) + r")\b")
# Software by wording.  A bare "max", "logic" or "reason" is software only behind a word of teaching.
_SOFTWARE: tuple[tuple[str, str, str], ...] = (
    ("Pro Tools", r"pro ?-?tools?", ""),
    ("Ableton Live", r"ableton(?: live)?", ""),
    ("Logic Pro", r"logic pro(?: x)?", "logic"),
    ("FL Studio", r"fl ?studio|fruity ?loops", ""),
    ("Cubase", r"cubase", ""),
    ("Nuendo", r"nuendo", ""),
    ("Studio One", r"", "studio one"),
    ("Reaper", r"", "reaper"),
    ("Reason", r"", "reason"),
    ("Bitwig Studio", r"bitwig(?: studio)?", ""),
    ("GarageBand", r"garage ?band", ""),
    ("Max/MSP", r"max ?/? ?msp|max for live", "max"),
    ("Pure Data", r"pure ?data|puredata", ""),
    ("SuperCollider", r"super ?collider", ""),
    ("Csound", r"csound", ""),
    ("MATLAB", r"matlab", ""),
    ("Wwise", r"wwise", ""),
    ("FMOD", r"fmod", ""),
    ("JUCE", r"", "juce"),
    ("Sibelius", r"sibelius", ""),
    ("Finale", r"", "finale"),
    ("Dolby Atmos", r"(?:dolby )?atmos", ""),
)
# What says that a bare name is software.
TAUGHT = re.compile(
    r"(?:\b(?:teach(?:es|ing)?|taught|learn(?:ing)?|train(?:s|ing)? (?:in|on)|courses? (?:in|on)"
    r"|class(?:es)? (?:in|on))"
    r"|\b(?:that|which|schools|programs|they) (?:use|uses|using|cover|covers|with)|\bcourses with)(?: the software)?"
    r" (?:[\w /]+(?:,| and| or|/) ?)?$"
)
SOFTWARE = re.compile(
    r"\b(?:" + "|".join(rf"(?P<s{i}>{name})" for i, (_, name, _) in enumerate(_SOFTWARE) if name) + r")\b"
)
BARE_SOFTWARE = re.compile(
    r"\b(?:" + "|".join(rf"(?P<s{i}>{bare})" for i, (_, _, bare) in enumerate(_SOFTWARE) if bare) + r")\b(?! ?\d)"
)
# One and the same piece of software under several of the names that programs use.
_SAME_SOFTWARE: Mapping[str, tuple[str, ...]] = {"Max/MSP": ("Max/MSP", "Max")}


def fields_of(found: re.Match[str]) -> tuple[str, ...]:
    """The fields of study that a match of FIELDS means."""
    return _FIELDS[int((found.lastgroup or "f0")[1:])][0]


def software_of(found: re.Match[str]) -> tuple[str, ...]:
    """The software that a match of SOFTWARE means."""
    name = _SOFTWARE[int((found.lastgroup or "s0")[1:])][0]
    return _SAME_SOFTWARE.get(name, (name,))
