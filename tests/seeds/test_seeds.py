"""The seed digests: complete, in their manifest, and in disagreement where the articles were."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
ARTICLES = ROOT.parent / "shared" / "seeds"
COLUMNS = ["file", "title", "publisher", "url", "published", "language"]
FILES = ["01-rift.txt", "02-migrants.txt", "03-khorasan.txt", "04-ties.txt", "05-taliban.txt"]


def manifest() -> list[dict[str, str]]:
    with (SEEDS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(name: str) -> str:
    return (SEEDS / name).read_text(encoding="utf-8")


def runs(passage: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", passage.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_the_manifest_names_every_file_once() -> None:
    rows = manifest()
    assert list(rows[0]) == COLUMNS
    assert [row["file"] for row in rows] == FILES
    assert sorted(path.name for path in SEEDS.glob("*.txt")) == FILES


@pytest.mark.parametrize("name", FILES)
def test_the_title_is_the_first_line(name: str) -> None:
    row = next(row for row in manifest() if row["file"] == name)
    title, blank, body = text(name).split("\n", 2)
    assert title == row["title"]
    assert blank == ""
    assert len(body) > 500


def test_the_manifest_leaves_out_what_is_not_known() -> None:
    rows = manifest()
    assert [row["publisher"] for row in rows] == [
        "",
        "",
        "AsiaNews",
        "Carnegie Politika",
        "TRT World",
    ]
    assert {row["language"] for row in rows} == {"en"}
    for row in rows:
        assert re.fullmatch(r"(2024-(03|04)-\d\d)?", row["published"])
        assert re.fullmatch(r"(https://\S+)?", row["url"])


@pytest.mark.parametrize("name", FILES)
def test_a_digest_is_short_and_clean(name: str) -> None:
    content = text(name)
    assert 150 <= len(content.split()) <= 350
    assert content.endswith("\n")
    assert not re.search(r"[ \t]$|\n{3}|\t|\r", content, re.MULTILINE)


@pytest.mark.parametrize(
    ("question", "accounts"),
    [
        (
            "the toll",
            {
                "01-rift.txt": "137 people were killed",
                "02-migrants.txt": "over 130 people were killed",
                "03-khorasan.txt": "137 people were killed",
                "05-taliban.txt": "At least 139 people were killed",
            },
        ),
        (
            "the attackers' nationality",
            {
                "01-rift.txt": "Ministry denied the involvement of Tajik citizens",
                "02-migrants.txt": "Ministry denied the participation of Tajik citizens",
                "04-ties.txt": "Most of the suspects come from Tajikistan",
            },
        ),
        (
            "Ukraine's part",
            {
                "01-rift.txt": "Ukraine denies any involvement",
                "03-khorasan.txt": "nevertheless accuses Ukraine of involvement in the attack",
                "04-ties.txt": "accuses Ukraine of involvement in the attack",
                "05-taliban.txt": "Officials in Kiev denied that Ukraine was involved",
            },
        ),
        (
            "the relations of the two countries",
            {
                "01-rift.txt": "may damage relations between Russia and Tajikistan",
                "02-migrants.txt": "could harm Moscow's relations with Tajikistan",
                "04-ties.txt": "unlikely to harm relations between Russia and Tajikistan",
            },
        ),
        (
            "who did it",
            {
                "01-rift.txt": "Russia accuses Ukraine of involvement in the attack",
                "02-migrants.txt": "claimed responsibility for the attack",
                "03-khorasan.txt": "claimed responsibility at once for the attack",
                "04-ties.txt": "claimed responsibility for the attack",
                "05-taliban.txt": "claimed responsibility for the attack",
            },
        ),
        (
            "the toll in Iran",
            {
                "03-khorasan.txt": "over one hundred people were killed",
                "04-ties.txt": "killed almost 100 people at a ceremony in a cemetery",
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_digests_disagree(question: str, accounts: dict[str, str]) -> None:
    missing = {name: words for name, words in accounts.items() if words not in text(name)}
    assert not missing, f"{question} is told otherwise"


def test_what_only_seems_to_disagree_is_there_too() -> None:
    assert "arrested 11 suspects" in text("02-migrants.txt")
    assert "four suspects" in text("01-rift.txt")
    assert "145 were injured" in text("01-rift.txt")
    assert "Rahmon" in text("04-ties.txt")
    assert "Rakhmon" in text("03-khorasan.txt")
    assert "Daesh-K" in text("05-taliban.txt")


@pytest.mark.parametrize("name", FILES)
def test_a_digest_is_in_our_own_words(name: str) -> None:
    """Stricter than for the rest of the repository: no run of seven words, names included."""
    if not ARTICLES.is_dir():
        pytest.skip(f"the original articles are not at {ARTICLES}: nothing to compare with")
    ours = runs(text(name), 7)
    for article in ARTICLES.glob("*.txt"):
        assert not ours & runs(article.read_text(encoding="utf-8"), 7), article.name
    assert ours
