"""In which language a text is written."""

import functools
import math
import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"
_SEEN_CHARS = 20_000
_MIN_LETTERS = 20
_MIN_PROBABILITY = 0.6
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
# A sign of these scripts says as much as several letters: kana, CJK ideographs, hangul.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Varieties that are written as the language at the right, as far as a reader of either is concerned.
_VARIETIES = {"ary": "ar", "arz": "ar", "wuu": "zh", "yue": "zh", "uzs": "uz", "sdh": "ku"}


def detect(text: str) -> str:
    """The language's ISO 639-1 code (639-3 where it has none), or "und" if the text is too short or unclear to say."""
    letters = _NO_WORDS.sub(" ", text[:_SEEN_CHARS])
    if len(_LETTER.findall(letters)) + 3 * len(_DENSE.findall(letters)) < _MIN_LETTERS:
        return UNKNOWN
    code, log_odds = best(letters)
    return code if log_odds >= math.log(_MIN_PROBABILITY / (1 - _MIN_PROBABILITY)) else UNKNOWN


def best(text: str) -> tuple[str, float]:
    """The likeliest language of a text of any length and the logarithm of its odds against all others."""
    probabilities: dict[str, float] = {}
    for code, probability in _identifier().rank(text[:_SEEN_CHARS]):
        language = _VARIETIES.get(code, code)
        probabilities[language] = probabilities.get(language, 0.0) + probability
    code = max(probabilities, key=lambda language: probabilities[language])
    others = sum(probability for language, probability in probabilities.items() if language != code)
    if code == "zxx":  # the model's own word for "not a language"
        return UNKNOWN, 0.0
    return code, math.log(max(probabilities[code], 1e-30)) - math.log(max(others, 1e-30))


@functools.cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded at the first use: it takes half a second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
