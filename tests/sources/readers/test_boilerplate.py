from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import boilerplate

SHARED = Path(__file__).parents[3].parent / "shared" / "seeds"
LONG = "Two ferries collided in the fog off the northern pier on Tuesday, the harbour office said."


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate.find(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Read More: Why the old pier was closed",
        "READ MORE | Why the old pier was closed",
        "Read more: Explainer: what fog does to radar?",
        "Read More:",
        "Also read: Ferries to run again on Friday",
        "Read also – Ferries to run again on Friday",
        "» Read more about the search",
        "* Related: Three collisions in ten years",
        "Don’t miss: Our map of the harbour",
        "Leave a Comment",
        "Leave a reply",
        "12 Comments",
        "View all 7 comments",
        "Comments are closed.",
        "Your email address will not be published. Required fields are marked *",
        "You May Also Like",
        "Related Articles",
        "Most Read",
        "Share this",
        "Share this article:",
        "Share on Facebook",
        "Facebook Twitter WhatsApp",
        "Follow us on Telegram",
        "Subscribe to our newsletter",
        "Sign up for our daily newsletter and never miss a story.",
        "Get the latest news from us in your inbox",
        "Subscribe now",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Sponsored content",
        "We use cookies to improve your experience on our site.",
        "This website uses cookies. By continuing you accept our policy.",
        "Accept all cookies",
        "Please enable JavaScript to see the comments",
        "The image credit for this picture goes to ANN LEE/AFP via Getty Images.",
        "Photo: Ann Lee/AFP",
        "File photo: the northern pier in winter",
        "Photo credit: Ann Lee",
        "Photo by Ann Lee",
        "Image: Reuters",
        "Image courtesy of the Harbour Museum",
        "[Ann Lee/Reuters]",
        "(AP Photo/Ann Lee)",
        "ANN LEE/AFP via Getty Images",
        "© 2024 The Harbour Gazette",
        "Copyright 2024 Harbour Gazette Ltd",
        "The Harbour Gazette. All rights reserved.",
        "Tags: ferries, fog, harbour",
        "5 min read",
        "Skip to content",
        "Back to top",
    ],
)
def test_a_leftover_is_marked_as_a_whole(line: str) -> None:
    assert marked(f"{LONG}\n\n  {line}  \n\nNobody was hurt.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "He told pupils to read more about the history of the harbour before they judge it.",
        "“Read more books,” the minister told pupils.",
        "Read more than one account before you judge the captain.",
        "Share prices of the ferry line fell by a tenth after the collision.",
        "Comments by the minister drew anger from the crews.",
        "Related collisions in 2015 and 2018 left three people dead.",
        "Watch more closely, he warned the pilots.",
        "The photo shows a torn hull near the pier.",
        "Photos by satellite show both ferries adrift to the west of the pier that night.",
        "Image analysis by the institute confirmed the captain’s account.",
        "Video shared by passengers shows four men on the lower deck.",
        "The site uses cookies to follow its visitors, the regulator said on Monday.",
        "Advertisement spending fell by a third during the strike.",
        "Copyright law was changed in 2019 to cover such charts.",
        "Sign-up offices for volunteers opened all along the coast.",
        "Follow the money, investigators of the insurance fraud say.",
        "Get out of our harbour, the mayor said, or alerts to the coast guard will follow.",
        "The ministry told AFP that it had no information.",
        "Accept no excuses, the widow wrote to the court.",
        "Leave a comment unanswered and it grows into a rumour, the spokesman said.",
        "Six in ten want the pier closed, a poll found (Reuters/Ipsos).",
        "Talks between the ferry line/coast guard broke down.",
    ],
)
def test_a_sentence_of_the_article_is_left_alone(line: str) -> None:
    assert marked(f"{LONG}\n\n{line}\n") == []


def test_credits_in_brackets_are_marked_without_the_caption() -> None:
    text = "A torn hull lies before the pier on Tuesday. (Photo by Ann Lee/AFP)\nNobody was hurt."
    assert marked(text) == [" (Photo by Ann Lee/AFP)"]
    assert marked("A torn hull before the pier [Ann Lee/Reuters]") == [" [Ann Lee/Reuters]"]


@pytest.mark.parametrize(
    "prefix", ["WEB DESK: ", "HARBOUR CITY (AP) — ", "NORTH PIER, March 23 (AFP) - ", ""]
)
def test_a_paragraph_said_again_is_marked_the_second_time(prefix: str) -> None:
    text = f"A title\n\n{LONG}\n\n{prefix}{LONG}\n\nNobody was hurt."
    assert boilerplate.find(text) == [(text.rindex(prefix + LONG), text.rindex(LONG) + len(LONG))]


def test_the_first_of_the_two_may_have_the_prefix() -> None:
    assert marked(f"WEB DESK: {LONG}\n{LONG}") == [LONG]


def test_repetition_looks_through_quotation_marks_and_spacing() -> None:
    again = "“Two ferries  collided in the fog” off the northern pier on Tuesday, the harbour office said"
    assert marked(f"{LONG}\n{again}") == [again]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two speakers with the same words are two accounts.
        (
            "Norway: we had no part in the collision of these ferries.",
            "Sweden: we had no part in the collision of these ferries.",
        ),
        (
            "NORWAY: we had no part in the collision of these ferries.",
            "SWEDEN: we had no part in the collision of these ferries.",
        ),
        # So are two counts.
        (
            "The harbour office counted 137 passengers on both ferries.",
            "The harbour office counted 139 passengers on both ferries.",
        ),
        # Short lines come back for good reasons.
        ("He was asked again.", "He was asked again."),
    ],
)
def test_paragraphs_that_only_resemble_each_other_both_stay(one: str, other: str) -> None:
    assert marked(f"{one}\n\n{other}") == []


def test_headlines_under_a_label_belong_to_it() -> None:
    text = f"{LONG}\nYou may also like\nWhy the pier was closed\n\nThree storms in a week?\n{LONG[:-1]} today."
    assert marked(text) == [
        "You may also like",
        "Why the pier was closed",
        "Three storms in a week?",
    ]


def test_only_one_headline_belongs_to_a_single_link() -> None:
    text = f"Read more:\nWhy the pier was closed\nBackground\n{LONG}"
    assert marked(text) == ["Read more:", "Why the pier was closed"]


def test_lines_that_end_as_sentences_are_no_headlines() -> None:
    assert marked("Related articles\nNobody was hurt.\nThe search is over") == ["Related articles"]


def test_a_very_long_line_is_not_looked_through() -> None:
    assert marked("Read more: " + "a" * 400) == []


@pytest.mark.parametrize(
    "text",
    [" " * 200_000 + "x", "read more " * 50_000, "(" * 299, "Ann Lee, " * 33, "/".join(["ab"] * 90), "“" * 299,
     "cookies we use " * 19, ("a" * 290 + "\n") * 2_000],
)  # fmt: skip
def test_hostile_lines_take_no_time(text: str) -> None:
    spans = boilerplate.find(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)


LINES = st.sampled_from(
    ["Read more: Another story", "Leave a Comment", LONG, f"WEB DESK: {LONG}", "You may also like", "Short headline", "",
     "   ", "A caption. (Photo by Ann Lee/AFP)", "Nobody was hurt."]
)  # fmt: skip


@given(
    st.lists(LINES | st.text(max_size=60), max_size=15), st.sampled_from(["\n", "\n\n", " \n\t"])
)
def test_spans_are_in_order_apart_and_inside(lines: list[str], separator: str) -> None:
    text = separator.join(lines)
    end_before = 0
    for start, end in boilerplate.find(text):
        assert end_before <= start < end <= len(text)
        assert text[start:end].strip()
        end_before = end


@given(st.text(max_size=300))
def test_looking_twice_finds_the_same(text: str) -> None:
    assert boilerplate.find(text) == boilerplate.find(text)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the original articles are not beside this checkout"
)
@pytest.mark.parametrize(
    ("number", "begins"),
    [
        ("000", ["The image credit", "Read More:", "Read More:", "Read More:", "Leave a Comment"]),
        ("001", ["WEB DESK:", "Read more:", "Read more:", "You May Also Like"]),
        ("002", []),
        ("003", []),
        ("004", []),
    ],
)
def test_the_original_articles(number: str, begins: list[str]) -> None:
    (path,) = SHARED.glob(f"{number}_*.txt")
    found = marked(path.read_text("utf-8"))
    assert len(found) == len(begins)
    assert all(part.startswith(begin) for part, begin in zip(found, begins, strict=True))
