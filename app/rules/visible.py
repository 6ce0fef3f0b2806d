"""Characters that are not seen and change what is: a text without them, for the eye.

A mark that turns the direction (U+202E) makes “gpj.exe” of “exe.jpg” and reverses what stands
behind a name in the same line; a soft hyphen or a space without width makes two names of one look.
They are left out where a text is typed or imported and where it is searched; texts that were
stored before are shown and printed without them.
"""

from __future__ import annotations

import re
from functools import cache

# The Bidi_Control and the invisible Default_Ignorable characters of the Unicode Character
# Database, and control characters; tags (U+E0000) can hide a whole second text.
_UNSEEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
# Joiners are letters of Persian, of Indian scripts and of emoji; among others they only hide.
_IDLE_JOINER = "(?<![\u0600-\u1fff\u2190-\U0003ffff])[\u200c\u200d]+"


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)  # when the first text needs it: hardly one does


def visible(text: str) -> str:
    """`text` as it is shown: without direction marks and what else is invisible.

    Control characters become spaces; line breaks and tabs stay. Nothing else changes.
    """
    # Of Latin letters all that is not seen is not printable, either.
    if text.isprintable() and (text.isascii() or max(text) < "\u034f"):
        return text
    return _pattern(_CONTROL).sub(
        " ", _pattern(_IDLE_JOINER).sub("", _pattern(_UNSEEN).sub("", text))
    )
