"""Pages, documents and archives laid out as people and programs lay them out."""

import io
from collections.abc import Callable
from datetime import date

import docx
import pytest
from docx.oxml import OxmlElement

from sources.readers import Failure, Limits, Record, UnreadableError, archive, boilerplate
from sources.readers.types import Metadata
from tests.sources.readers.conftest import Reading
from tests.sources.readers.files import ARTICLE, page, pdf, repacked, saved, word, zipped

One = Callable[..., Record]
None_ = Callable[..., Failure]
SECOND = "The mayor thanked the crews of the tugs, who had worked through the night to bring both ferries home."


class TestHtml:
    @pytest.mark.parametrize(
        ("head", "field", "expected"),
        [
            ('<meta property="og:title" content="Fog on the pier">', "title", "Fog on the pier"),
            ("<title>Fog on the pier</title>", "title", "Fog on the pier"),
            ('<meta name="author" content="Ada Ferry">', "author", "Ada Ferry"),
            ('<meta property="og:site_name" content="The Gazette">', "publisher", "The Gazette"),
            ('<link rel="canonical" href="https://gazette.example/fog">', "url", "https://gazette.example/fog"),
            ('<meta property="og:url" content="https://gazette.example/fog">', "url", "https://gazette.example/fog"),
            ('<meta property="article:published_time" content="2024-03-26T23:30:00+00:00">', "published", date(2024, 3, 26)),
            ('<meta name="date" content="2024-03-26">', "published", date(2024, 3, 26)),
            (
                '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-26"}</script>',
                "published",
                date(2024, 3, 26),
            ),
            ("", "published", None),
            ("", "url", None),
            ("", "author", None),
        ],
    )  # fmt: skip
    def test_what_a_page_says_of_itself(
        self, record: One, head: str, field: str, expected: object
    ) -> None:
        found = record("a.html", page(ARTICLE, SECOND, head=head))
        assert getattr(found, field) == expected
        assert found.text.split("\n") == [ARTICLE, SECOND]

    @pytest.mark.parametrize(
        "around",
        [
            "<nav><a href='/'>Sport</a> <a href='/x'>Weather</a></nav>",
            "<aside><p>Weather tomorrow: rain in the Weather of Sport, and more on page four.</p></aside>",
            "<footer><p>Sport and Weather are parts of the house of the Gazette since 1920.</p></footer>",
            "<form><label>Weather alerts</label><input name='mail'><button>Sport</button></form>",
            "<noscript>Weather and Sport need a script to be shown on this page.</noscript>",
            "<script>var sport = 'Weather and Sport and more of it than you would ever want';</script>",
            "<style>.weather { content: 'Sport'; }</style>",
            "<!-- Weather and Sport -->",
        ],
    )
    def test_what_surrounds_an_article_is_left_out(self, record: One, around: str) -> None:
        html = page(ARTICLE, SECOND).replace("<article>", around + "<article>")
        found = record("a.html", html.replace("</article>", "</article>" + around))
        assert found.text.split("\n") == [ARTICLE, SECOND]

    @pytest.mark.parametrize(
        ("entity", "sign"),
        [("&amp;", "&"), ("&eacute;", "é"), ("&#8220;", "“"), ("&#x416;", "Ж"), ("&mdash;", "—"), ("&lt;b&gt;", "<b>")],
    )  # fmt: skip
    def test_entities_are_signs(self, record: One, entity: str, sign: str) -> None:
        assert record("a.html", page(f"{ARTICLE} {entity} end.")).text == f"{ARTICLE} {sign} end."

    @pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.HTML"])
    def test_its_endings(self, record: One, name: str) -> None:
        found = record(name, page(ARTICLE))
        assert (found.text, found.media_type, found.pages) == (ARTICLE, "text/html", ())


class TestPdf:
    @pytest.mark.parametrize(
        ("pages", "text"),
        [
            ([["Fog."]], "Fog."),
            ([["Fog."], ["Rain."], ["Hail."]], "Fog.\n\nRain.\n\nHail."),
            ([["Fog (thick)."]], "Fog (thick)."),
            ([["Fog on the", "pier"]], "Fog on the pier"),
            ([["Fog on the pier.", "Rain."]], "Fog on the pier.\nRain."),
            ([["Ships are well-", "known here"]], "Ships are well-known here"),
            ([["The list names:", "- fog", "- rain"]], "The list names:\n- fog\n- rain"),
        ],
    )
    def test_lines_and_pages(self, record: One, pages: list[list[str]], text: str) -> None:
        found = record("a.pdf", pdf(*pages))
        assert found.text == text
        assert len(found.pages) == len(pages)
        assert [found.text[at:].split("\n")[0][:3] for at in found.pages] == [p[0][:3] for p in pages]  # fmt: skip

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Fog", "Fog"),
            ("Untitled document", "First line."),
            ("Microsoft Word - x", "First line."),
            ("fog.docx", "First line."),
            ("https://gazette.example/fog", "First line."),
            ("About fog: a report", "About fog: a report"),
        ],
    )
    def test_its_title(self, record: One, title: str, expected: str) -> None:
        assert record("a.pdf", pdf(["First line.", "Text."], title=title)).title == expected

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_pages_up_to_the_limit_are_read(self, record: One, count: int) -> None:
        pages = [["Fog."]] * count
        assert len(record("a.pdf", pdf(*pages), limits=Limits(pdf_pages=count)).pages) == count

    def test_a_page_without_text_keeps_its_place(self, record: One) -> None:
        found = record("a.pdf", pdf(["Fog."], [""], ["Rain."]))
        assert [found.text[at:].strip()[:4] for at in found.pages] == ["Fog.", "Rain", "Rain"]


class TestWord:
    @pytest.mark.parametrize(
        ("sign", "shown"),
        [("w:tab", "\t"), ("w:br", "\n"), ("w:cr", "\n"), ("w:noBreakHyphen", "-")],
    )
    def test_signs_that_are_no_letters(self, record: One, sign: str, shown: str) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("one")
        paragraph.add_run()._r.append(OxmlElement(sign))
        paragraph.add_run("two")
        assert record("a.docx", saved(document)).text == f"one{shown}two"

    @pytest.mark.parametrize(
        ("language", "code"), [("en-GB", "en"), ("fr", "fr"), ("", None), ("not a language", None)]
    )
    def test_its_language(self, record: One, language: str, code: str | None) -> None:
        document = docx.Document()
        document.core_properties.language = language
        document.add_paragraph("Fog.")
        assert record("a.docx", saved(document)).language == code

    @pytest.mark.parametrize("key", ["subject", "keywords", "comments"])
    def test_other_properties_are_kept(self, record: One, key: str) -> None:
        document = docx.Document()
        setattr(document.core_properties, key, "harbour")
        document.add_paragraph("Fog.")
        assert record("a.docx", saved(document)).metadata[key] == "harbour"

    def test_headings_lists_and_links_are_lines(self, record: One) -> None:
        document = docx.Document()
        document.add_heading("Fog", level=1)
        document.add_paragraph("One ferry", style="List Bullet")
        linked = document.add_paragraph("See ")
        link = OxmlElement("w:hyperlink")
        link.append(linked.add_run("the report")._r)
        linked._p.append(link)
        found = record("a.docx", saved(document))
        assert found.text == "Fog\nOne ferry\nSee the report"
        assert found.title == "Fog"

    def test_header_and_footer_are_no_text(self, record: One) -> None:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = "Secret header"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        document.add_paragraph("Fog.")
        assert record("a.docx", saved(document)).text == "Fog."

    @pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
    def test_a_part_that_is_no_xml_is_told(self, failure: None_, part: str) -> None:
        data = repacked(word("Fog."), part, b"<?xml", b"<?xml <<")
        assert "The document is damaged" in failure("a.docx", data).error

    def test_a_document_of_nothing_is_told(self, failure: None_) -> None:
        assert failure("a.docx", word("", " ")).error == "There is no text in it."


class TestArchive:
    @pytest.mark.parametrize(
        ("entries", "names"),
        [
            ({"b.txt": "b", "a.txt": "a"}, ["z.zip/b.txt", "z.zip/a.txt"]),
            ({"in/a.txt": "a", "in/b.md": "b"}, ["z.zip/in/a.txt", "z.zip/in/b.md"]),
            ({"a.csv": "text\nOne\nTwo\n"}, ["z.zip/a.csv:2", "z.zip/a.csv:3"]),
            ({"a.jsonl": '{"text": "a", "id": "x"}'}, ["x"]),
            ({"a.txt": "a", "desktop.ini": "x", "in/Thumbs.db": "x"}, ["z.zip/a.txt"]),
            ({"a.txt": "a", ".git/config.txt": "x", "in/.env.txt": "x"}, ["z.zip/a.txt"]),
            ({"a.txt": "a", "..a.txt": "x"}, ["z.zip/a.txt"]),
        ],
    )
    def test_what_is_read_and_under_which_name(
        self, reading: Reading, entries: dict[str, str], names: list[str]
    ) -> None:
        found = reading("z.zip", zipped(entries))
        assert [item.name for item in found] == names
        assert all(isinstance(item, Record) for item in found)

    def test_the_limits_meet_at_the_entry(self, reading: Reading) -> None:
        data = zipped({"a.txt": "a" * 10, "b.txt": "b" * 10})
        whole = reading("z.zip", data, limits=Limits(zip_total_bytes=20, zip_entries=2))
        assert [type(item) for item in whole] == [Record, Record]
        cut = reading("z.zip", data, limits=Limits(zip_total_bytes=19))
        assert [type(item) for item in cut] == [Record, Failure]

    @pytest.mark.parametrize("nesting", [1, 2, 3])
    def test_the_depth_is_a_limit(self, reading: Reading, nesting: int) -> None:
        data = zipped({"a.txt": "a"})
        for _ in range(nesting - 1):
            data = zipped({"in.zip": data})
        (read,) = reading("z.zip", data, limits=Limits(zip_nesting=nesting))
        assert isinstance(read, Record)
        (deep,) = reading("z.zip", zipped({"in.zip": data}), limits=Limits(zip_nesting=nesting))
        assert isinstance(deep, Failure)
        assert "too deep" in deep.error

    def test_a_budget_is_that_of_the_limits(self) -> None:
        assert archive.Budget.of(Limits(zip_entries=3, zip_total_bytes=9)) == archive.Budget(3, 9)

    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            ({"z.zip/a.txt": Metadata(title="One")}, "One"),
            ({"a.txt": Metadata(title="Two")}, "Two"),
            ({"z.zip": Metadata(title="Three")}, "Fog"),
        ],
    )
    def test_a_manifest_for_what_is_inside(
        self, reading: Reading, known: dict[str, Metadata], expected: str
    ) -> None:
        (found,) = reading("z.zip", zipped({"a.txt": "Fog\nText."}), manifest=known)
        assert isinstance(found, Record)
        assert found.title == expected


class TestBoilerplate:
    @pytest.mark.parametrize(
        "line",
        [
            "Watch next: The pier from above", "See also: A map of the harbour", "Recommended reading: Fog", "More on this story:",
            "No comments", "Show comments", "Cancel reply", "Log in to comment", "Share on X", "Share via email",
            "Tweet", "Copy link", "Follow us on Instagram for more", "Join our WhatsApp channel", "Download our free app",
            "Sign in to continue reading", "Advertorial", "Article continues after ad", "Reject all cookies",
            "Photo via Reuters", "Stock photo", "Video: Harbour TV", "(c) 2024 Harbour Press", "Filed under: Harbour",
            "Reading time: 4 min", "Listen to this article", "Load more", "Next article", "Editor's picks", "Trending now",
        ],
    )  # fmt: skip
    def test_more_leftovers(self, line: str) -> None:
        text = f"{ARTICLE}\n\n{line}\n\n{SECOND}\n"
        assert [text[s:e] for s, e in boilerplate.find(text)] == [line]

    @pytest.mark.parametrize(
        "line",
        [
            "The next article of the law bans fishing at night.", "Trending now are boats without a crew, he said.",
            "She watched more ships than she could count.", "Video evidence was shown to the court on Friday.",
            "Tags on the crates named three ports.", "Subscribers of the ferry line will get their money back.",
            "The app of the port was down for an hour on Monday.", "Join the search, the mayor asked the fishermen.",
            "A tweet by the minister set off the row.", "Loading more cargo than allowed sank the boat.",
        ],
    )  # fmt: skip
    def test_more_sentences(self, line: str) -> None:
        assert boilerplate.find(f"{ARTICLE}\n\n{line}\n\n{SECOND}\n") == []

    @pytest.mark.parametrize("times", [2, 3, 5])
    def test_a_paragraph_is_kept_once(self, times: int) -> None:
        text = "\n\n".join([ARTICLE] * times)
        found = boilerplate.find(text)
        assert len(found) == times - 1
        assert found[0][0] == len(ARTICLE) + 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", "x\x00y"), ("a.md", "---\ntitle: [\n---\nText."), ("a.pdf", b"%PDF-1.4 no more"), ("a.docx", zipped({"x": "y"}))],
)  # fmt: skip
def test_every_format_says_why_in_a_sentence(
    failure: None_, name: str, content: str | bytes
) -> None:
    error = failure(name, content).error
    assert error[0].isupper()
    assert error.endswith(".")
    assert "Traceback" not in error


def test_an_archive_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableError, match="The archive is damaged or cut off"):
        archive.opened(io.BytesIO(b"PK\x03\x04 no more"), Limits())
    with pytest.raises(UnreadableError, match="The document is damaged or cut off"):
        archive.opened(io.BytesIO(b""), Limits(), what="document")
