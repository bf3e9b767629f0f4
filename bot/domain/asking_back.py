"""Somebody who asks what an open question means or why it is asked, in no more words than that."""

from __future__ import annotations

from bot.domain.places import fold

_EN = """
why | why tho | why though | why is that | what | huh | eh | what do you mean | what do u mean | what u mean | wdym
| whats that | what is that | whats that mean | what does that mean | wym | i dont understand | i dont get it
| dont get it | dont understand | explain | come again | i dont understand the question | what question"""
_SV = """varför | varför då | va | vad | vadå | hur då | hur menar du | vad menar du | vad menas | vad är det
| vad betyder det | jag förstår inte | förstår inte | jag fattar inte | fattar inte | jag fattar inte frågan
| jag förstår inte frågan | förklara | vilken fråga"""
_FILLERS_EN = "but wait ok uh um er sorry bro man pls please though tho even by"
_FILLERS_SV = "men alltsa assa ass oj forlat da ens typ"
_ASKS_BACK = frozenset(fold(words) for words in f"{_EN}|{_SV}".split("|"))
_FILLERS = frozenset(f"{_FILLERS_EN} {_FILLERS_SV}".split())


def asks_back(text: str) -> bool:
    """Whether a message is only a question about the question that was asked."""
    words = fold(text).split()
    while words and words[0] in _FILLERS and len(words) > 1:
        words = words[1:]
    while words and words[-1] in _FILLERS and len(words) > 1:
        words = words[:-1]
    return " ".join(words) in _ASKS_BACK
