"""The words by which people speak of what they bring along: degrees, grades, experience, notation.

All of this is wording; which subject is near to which stands in data/knowledge/backgrounds.yaml.
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


# Titles by level, the longer ones first.  "Degree" by itself is taken for a bachelor's.
TITLES: tuple[tuple[str, str], ...] = (
    (
        "bachelor",
        _any(
            r"bach?el[eo]r'?s?'?(?: degree)?(?: of (?:arts|science|sciences|fine arts|engineering"
            r"|business(?: administration)?|music"
            r"|technology|commerce))?",
            r"b\.?f\.?a\.?|b\.? ?mus\.?|b\.?m\.?(?!\w)|b\.?eng|b\.?tech|b\.?b\.?a\.?|b\.?com|b\.?sc\.?|b\.?a\.?"
            r"|b\.?s\.?(?! (?:of|about)\b)",
            r"under-?grad(?:uate)?(?: degree| diploma)?(?! programs?\b| degrees\b)",
            r"(?:four|4)[- ]year degree|college degree|university degree|first degree",
        ),
    ),
    (
        "associate",
        _any(
            r"associate'?s?(?: degree)?(?: of (?:arts|science|applied science))?",
            r"a\.a\.s?\.?|aas",
            r"(?:two|2)[- ]year degree",
        ),
    ),
    (
        "master",
        _any(
            r"master'?s?(?: degree)?(?: of (?:arts|science|fine arts|music|business administration))?",
            r"m\.?b\.?a\.?|m\.?sc\.?|m\.?a\.?(?!\w)|m\.s\.?|ms(?!\w)|m\.?f\.?a\.?|mm(?!\w)",
        ),
    ),
    ("doctorate", r"(?:ph\.?d\.?|doctorate|doctoral degree|d\.?m\.?a\.?)"),
    ("certificate", r"(?:(?:1|one|2|two)[- ]?(?:yr|year) )?(?:certificate|diploma)"),
    ("bachelor", r"(?:degree|diploma|major)"),
)
# Behind a subject also these say that it was studied: "a physics grad", "CS student", "math nerd" says nothing.
PEOPLE = r"(?:grad(?:uate)?|major|student|alum(?:n[iu]s|na)?)"

# Speaks of a degree that somebody has, or would have.
HELD = re.compile(
    r"(?:\b(?:have|has|had|having|got|gotten|hold|holds|holding|did|finish(?:ed|ing)?|earned|earning"
    r"|complet(?:ed|ing)|study|studied"
    r"|with|w/?|my|his|her|their|our|own|after|only|just|from|as an?|i'?m|i am|am|he'?s|she'?s|is|was|'ve|'s"
    r"|accepts?|takes?"
    r"|admits?|already|current(?:ly)?|being)(?: \w+){0,3} |^\W*(?:an? )?|[,.;:!?(/-]\W*(?:an? |and (?:an? )?"
    r"|plus (?:an? )?)?)$"
)
# Speaks of a degree that is looked for, needed, or not held.
NOT_HELD = re.compile(
    r"\b(?:want|wants|wanna|wanting|look(?:s|ing)? (?:for|at|into)|search(?:ing)? for|get|gets|getting|pursu\w+"
    r"|apply\w*(?: for| to)?|start\w*"
    r"|interested in|need|needs|needed|requires?|required|requiring|offers?|offering|leads? to|must have"
    r"|should have|which|what|any|find|good|best|about|for|become"
    r"|consider\w*|thinking (?:of|about)|into|worth|towards?|see|ask(?:s|ing)? for|insists? on|whether|is an?"
    r"|without|than"
    r"|not|n't|never|no|non)(?: (?!have|has|got|with)[\w'-]+){0,2} $"
)
WANTED = re.compile(r"\b(?:want|wants|wanna|looking for|interested in|would like)\b")
OWNED = re.compile(r"\b(?:have|has|had|got|hold|holds|with|w|my|his|her|did|finish\w*|studied)\b")
# What is asked about a degree that is there.
ENOUGH = re.compile(
    r"(?: (?:alone|only|be))* (?:ok\b|okay|enough|work\b|works\b|count\b|counts\b|fine\b|accepted|sufficient"
    r"|satisfy|do\?|good enough|qualify)"
)
# These let a degree be held after all: "I want to know if my BA in English is enough", "what about a BA in English".
HELD_AFTER_ALL = re.compile(
    r"\b(?:my|his|her|our|i have an?|(?:what|how) about an?|what if (?:i|he|she|we)\b.{0,30})(?: \w+)? $"
)

NONE = re.compile(
    r"\b(?:(?:no|without(?: an?| any)?|not? (?:have|got|hold|finish|finished|complete|completed|earn"
    r"|earned) (?:an?|any|my|the)"
    r"|(?:do not|don'?t|dont|doesn'?t|does not|didn'?t|did not|never) (?:\w+ )?(?:have|got|get|finish|complete"
    r"|earn) (?:an?|any|my|the|college)?"
    r"|lack(?:ing|s)?(?: an?| any)?|zero) ?(?:college |university |formal |bachelor'?s?'? |undergrad(?:uate)? "
    r"|4[- ]year |real )*"
    r"(?:degrees?|bachelor'?s?|ba\b|diploma|undergrad|college(?! (?:debt|money|fund|friends))|university"
    r"|qualifications?|education|schooling)"
    r"(?! (?:in|of) )|(?:never|didn'?t|did not) (?:went|go|been|attended|attend|finish"
    r"|finished) (?:to )?(?:college|university|uni|school)"
    r"|(?:drop(?:ped)?[- ]?(?:ped )?out|college dropout|quit college|left college)|no college\b|neither|none(?! of)\b)"
)
NOT_NONE = re.compile(r"\b(?:music|musical|audio) (?:degree|bachelor)")
SCHOOL = re.compile(
    r"\b(?:(?:in|finish\w*|still in|at|just out of|straight out of|out of|after|only|left|graduat\w+(?: from)?"
    r"|only have|just) (?:my )?"
    r"(?:high ?school|secondary school|11th grade|12th grade|hs|sixth form|a[- ]levels)|high ?school(?:er"
    r"| senior| junior| student| diploma| only)|school leaver"
    r"|(?:\d{1,2}th|eleventh|twelfth|tenth) grade|ged|i'?m 1[5-7]|1[5-7] years old)\b"
)

GRADES = re.compile(
    r"\b(?:gpa|grade (?:point )?average|average|grades?)\W{0,3}(?:of|is|was|are|were|like|around|about|at|a"
    r"|only|just|=|:|my| )*\s?(?P<a>[0-4](?:[.,]\d{1,2})?)\b(?!\s*(?:years?|k\b|%))"
    r"|\b(?P<b>[0-4][.,]\d{1,2})\s*(?:gpa|grade|average|out of 4|/ ?4|cumulative|cum\b|in (?:my|the) (?:major"
    r"|bachelor))"
    r"|\b(?P<c>[0-4])\s*gpa\b"
)
BARE_GRADE = re.compile(
    r"^\D{0,24}?(?P<a>[0-4](?:[.,]\d{1,2})?)(?:\s*(?:/|out of)\s*4(?:\.0)?)?\W*(?:i think|or so|ish|maybe"
    r"|overall|about)?\W*$"
)
DECIMAL_GRADE = re.compile(r"(?:^|[,;] ?|\bwith (?:an? )?)(?P<a>[1-4]\.\d{1,2})\b(?! ?(?:years?|k\b|%))")
HONOURS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("first", re.compile(r"\b(?:first[- ]class|1st class|a first|got a 1st)\b")),
    ("2:1", re.compile(r"\b2[:.]1\b(?! gpa)|\bupper second|\btwo[- ]one\b")),
    ("2:2", re.compile(r"\b2[:.]2\b(?! gpa)|\blower second|\btwo[- ]two\b|\bdesmond\b")),
    ("third", re.compile(r"\bthird[- ]class|\ba third\b(?! (?:of|one|party|option))")),
)

_NO = (
    r"(?:no|not any|zero|without(?: any)?|don'?t have(?: any| much)?|dont have(?: any| much)?"
    r"|do not have(?: any| much)?|never had(?: any)?|lack)"
)
_JOBS = (
    r"(?:producer|engineer|sound (?:guy|tech(?:nician)?|engineer|person)|audio (?:tech(?:nician)?|engineer)"
    r"|composer|dj|musician|mixer|foley artist"
    r"|beatmaker|beat maker|songwriter|band teacher|music teacher|av tech|sound designer)"
)
_MAKES = (
    r"(?:produc(?:e|es|ed|ing)|mix(?:es|ed|ing)?|record(?:s|ed|ing)?|master(?:s|ed|ing)|engineer(?:s|ed|ing)"
    r"|dj(?:s|'?d|ing)?|run(?:s|ning)? sound|ran sound|mak(?:e|es|ing) "
    r"(?:beats|music|tracks|songs|records|electronic)|made (?:beats|music|tracks|songs|records)|compos(?:e|es"
    r"|ed|ing)|write songs|writing songs|write plugins|score[ds]?|scoring)"
)
NO_WORK = re.compile(
    rf"\b{_NO} (?:\w+ )?(?:\w+ )?experience\b|\b(?:total |complete |absolute )?(?:beginner|newbie|begginer)\b"
    r"|\bnever (?:made|recorded|produced|worked|mixed|done) \b|\bnothing (?:yet|so far|professional)\b"
    r"|^\W*(?:no|none|nope|nah|not (?:really|yet|much|professionally)|nothing|zero|never)\b"
)
WORK = re.compile(
    rf"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many|some|few"
    rf"|several|couple(?: of)?) (?:years?|yrs?)(?:'s?)? (?:of |as |in |behind |at |with )"
    r"(?:an? |the |my |audio|sound|music|studio|live|recording|production|producing|mixing|experience|engineering)"
    rf"|\b(?:i|he|she|we|been|and|ve|who|have|has|son|daughter)(?:'ve|'s)? (?:also |already |just |only "
    rf"|sometimes |been |have |has |now |mostly |run a small |can )*{_MAKES}\b"
    rf"|\b(?:i'?m|i am|he'?s|he is|she'?s|she is|working as"
    rf"|work as) (?:an? )?(?:\w+ )?(?:\w+ )?{_JOBS}\b(?! (?:job|pay|salary|degree|program))"
    r"|\bwork(?:s|ed|ing)? (?:\w+ )?(?:in|at|for|with|as) (?:an? |the |my |live |some "
    r"|local )?(?:\w+ )?(?:recording |radio |tv |music )?(?:studio|studios|radio|sound|audio|venue|label"
    r"|broadcast|theater|theatre|station|church sound)"
    r"|\b(?:own|run|have|has|built|build) (?:an? |my |his |her )?(?:small |little |home |own "
    r"|project )*(?:recording )?studio\b|\b(?:released|put out) (?:\w+ ){0,3}(?:albums?|eps?|singles?|songs?"
    r"|tracks?|records?|music)"
    r"|\bself[- ]?taught\b|\bgold (?:record|plaque)|\bplatinum\b|\bprofessionally\b"
    r"|\bprofessional (?:experience(?! is)|work|engineer|producer|musician)|\bstudio (?:experience|owner)"
    r"|\bbehind (?:a|the) (?:desk|mixing|board|console)"
    r"|\b(?:sound|audio|studio|music|live|production|industry) experience\b"
)
NO_NOTATION = re.compile(
    r"\b(?:can ?not|cannot|can'?t|cant|do not|don'?t|dont|doesn'?t|does not|never learned to|unable to|without"
    r"|no) (?:\w+ )?(?:read(?:ing)?|write|know) (?:\w+ )?(?:music|notes|notation|sheet|scores?)"
    r"|\bno (?:\w+ )?(?:theory|notation|sheet music)\b|\b(?:play|plays|playing|produce) (?:\w+ )?by ear\b"
)
NOTATION = re.compile(
    r"\b(?:can |i |also |to |and )?(?:read|reads|reading|know|knows) (?:sheet music|music(?! (?:business"
    r"|production|tech))|notes|notation|scores|music theory|theory)\b|\bclassically trained\b|\bconservatory\b"
)
NO_INSTRUMENT = re.compile(
    r"\bno instruments?\b|\b(?:don'?t|dont|do not|doesn'?t|can'?t|cannot|never) (?:\w+ )?play(?:ed)? (?:an?y?"
    r"|any) (?:instrument|thing)|\bdo(?:n'?t| not) play (?:an )?instruments?"
)
INSTRUMENT = re.compile(
    r"\bplay(?:s|ed|ing)? (?:the |some |a bit of |a little |in )?(?:\w+ )?(?:guitar|piano|keys|keyboards?"
    r"|drums?|bass|violin|viola|cello|sax(?:ophone)?|trumpet|clarinet|flute|horn|trombone|organ|harp|ukulele"
    r"|banjo|percussion|synths?|(?:two |three |several |some )?instruments?)\b"
    r"|\b(?:guitarist|pianist|drummer|bassist|violinist|cellist|saxophonist|trumpeter|clarinetist|flutist"
    r"|organist|percussionist|singer)\b|\bsing(?:s|ing)? in\b"
)
NO_PORTFOLIO = re.compile(rf"\b{_NO} (?:\w+ )?(?:portfolio|demo|recordings|work samples|samples|finished tracks)\b")
PORTFOLIO = re.compile(
    r"\b(?:have|has|got|with|my|own) (?:an? )?(?:\w+ )?(?:portfolio|demo reel|reel"
    r"|showreel)\b(?! (?:requirement|due|review))"
)
