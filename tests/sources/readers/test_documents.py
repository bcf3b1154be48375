"""Markdown, HTML, PDF and Word."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import pytest
from docx.oxml import OxmlElement

from sources.readers import Failure, Limits, Record
from tests.sources.readers.files import ARTICLE, locked, page, pdf, repacked, saved, word, zipped

One = Callable[..., Record]
None_ = Callable[..., Failure]


class TestMarkdown:
    def test_front_matter_describes_and_is_no_text(self, record: One) -> None:
        found = record(
            "a.md",
            "---\nid: fog-1\ntitle: Fog\npublisher: The Gazette\npublished: 2024-03-26\nlanguage: en\ntags: [sea, fog]\n---\n\n# Heading\n\nText.\n",
        )
        assert (found.name, found.title, found.publisher) == ("fog-1", "Fog", "The Gazette")
        assert (found.published, found.language) == (date(2024, 3, 26), "en")
        assert found.metadata == {"tags": '["sea", "fog"]'}
        assert found.text == "# Heading\n\nText.\n"

    @pytest.mark.parametrize(
        ("content", "title"),
        [
            ("Intro.\n\n## Fog on the pier ##\n", "Fog on the pier"),
            ("Fog\n===\n\nText.", "Fog"),
            ("Fog comes.\n\nText.", "Fog comes."),
        ],
    )
    def test_the_title_is_the_first_heading_or_line(
        self, record: One, content: str, title: str
    ) -> None:
        found = record("a.md", content)
        assert (found.title, found.text) == (title, content)

    @pytest.mark.parametrize(
        "content", ["---\nJust prose.\n---\nMore.", "---\ntitle: never closed\n", "Text\n---\nMore"]
    )
    def test_rules_are_not_front_matter(self, record: One, content: str) -> None:
        assert record("a.md", content).text == content

    def test_windows_line_ends_do_not_hide_front_matter(self, record: One) -> None:
        assert record("a.md", "---\r\ntitle: Fog\r\n---\r\nText.\r\n").title == "Fog"

    @pytest.mark.parametrize(
        ("front", "words"),
        [
            ("title: [x", "is not YAML"),
            ("a: b: c", "in line 2"),
            ("published: 2024", "YYYY-MM-DD"),
            ("published: 2024-99-99", "YYYY-MM-DD"),
            ("title: {a: b}", "“title” must be text"),
            ("a: !!python/object/apply:os.system [ls]", "is not YAML"),
            ("a: " + "[" * 3_000, "nested too deeply"),
        ],
    )
    def test_bad_front_matter_fails_in_words(self, failure: None_, front: str, words: str) -> None:
        assert words in failure("a.md", f"---\n{front}\n---\nText.").error

    def test_a_few_words_that_say_endlessly_much_stay_few(self, record: One) -> None:
        levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 20))
        found = record("a.md", f"---\nl0: &l0 [x]\n{levels}---\nText.")
        assert sum(map(len, found.metadata.values())) < 40_000

    def test_it_may_declare_its_encoding(self, record: One) -> None:
        found = record("a.md", "---\ncharset: koi8-r\n---\nПаром".encode("koi8-r"))
        assert (found.text, found.metadata) == ("Паром", {})


class TestHtml:
    def test_the_article_is_found_with_what_the_page_says(self, record: One) -> None:
        head = (
            "<title>Fog - The Gazette</title><meta property='og:title' content='Fog on the pier'>"
            "<meta property='og:site_name' content='The Gazette'><meta name='author' content='Ada Ferry'>"
            "<link rel='canonical' href='https://gazette.example/fog'>"
            "<meta property='article:published_time' content='2024-03-26T10:00:00Z'>"
        )
        found = record(
            "a.html",
            page(ARTICLE, ARTICLE.replace("two", "three"), "Read more: Ferries again", head=head),
        )
        assert found.text.startswith(ARTICLE)
        assert "Home" not in found.text
        assert (found.title, found.publisher, found.author) == (
            "Fog on the pier",
            "The Gazette",
            "Ada Ferry",
        )
        assert (found.url, found.published, found.language) == (
            "https://gazette.example/fog",
            date(2024, 3, 26),
            None,
        )
        assert [found.text[start:end] for start, end in found.boilerplate] == [
            "Read more: Ferries again"
        ]

    def test_a_date_in_the_text_is_not_the_date_of_the_page(self, record: One) -> None:
        assert (
            record(
                "a.html", page(ARTICLE, "It had happened before, on 12 January 2020, he said.")
            ).published
            is None
        )

    @pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
    def test_its_declared_encoding_counts(self, record: One, charset: str) -> None:
        text = "Паром столкнулся с другим судном в тумане, сообщили во вторник власти порта."
        assert record("a.html", page(text, charset=charset).encode(charset)).text == text

    def test_xhtml_with_an_xml_declaration_is_read(self, record: One) -> None:
        content = f'<?xml version="1.0" encoding="iso-8859-1"?>\n<html><body><article><p>{ARTICLE} Café.</p></article></body></html>'
        assert record("a.xhtml", content.encode("latin-1")).text == f"{ARTICLE} Café."

    @pytest.mark.parametrize(
        "content",
        [
            "<html><body><nav><a href='/'>Home</a> <a href='/a'>About</a></nav></body></html>",
            "<html><body><div id='root'></div><script>run()</script></body></html>",
            "<html><body><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
            "<html><body><form><button>Log in</button></form></body></html>",
            "<html></html>",
            "<div>" * 50_000,
        ],
    )
    def test_a_page_without_an_article_is_told_what_to_do(
        self, failure: None_, content: str
    ) -> None:
        assert "save the page from the browser" in failure("a.html", content).error


class TestPdf:
    def test_pages_have_their_starts(self, record: One) -> None:
        found = record(
            "a.pdf", pdf(["Fog on the pier.", "Nobody was hurt."], ["Second page."], title="Fog")
        )
        assert found.text == "Fog on the pier.\nNobody was hurt.\n\nSecond page."
        assert [found.text[start:][:6] for start in found.pages] == ["Fog on", "Second"]
        assert (found.title, found.author, found.published) == ("Fog", "Ada Ferry", None)
        assert found.metadata["created"].startswith("D:20240102")

    def test_lines_of_a_paragraph_are_joined(self, record: One) -> None:
        lines = [
            "The title",
            "The harbour office said on Tuesday that two ferries had collided in the",
            "fog, and that nobody was hurt in either of them by the well-",
            "known northern pier.",
            "A new paragraph starts after the short line, said the harbour office in",
            "1. a list",
        ]
        assert record("a.pdf", pdf(lines)).text.split("\n") == [
            "The title",
            (
                "The harbour office said on Tuesday that two ferries had collided in the "
                "fog, and that nobody was hurt in either of them by the well-known northern pier."
            ),
            "A new paragraph starts after the short line, said the harbour office in",
            "1. a list",
        ]

    @pytest.mark.parametrize("title", ["Microsoft Word - fog.docx", "untitled", "fog.pdf", ""])
    def test_a_title_that_a_program_left_is_not_taken(self, record: One, title: str) -> None:
        assert record("a.pdf", pdf(["Fog on the pier."], title=title)).title == "Fog on the pier."

    def test_one_locked_against_copying_only_is_read(self, record: One) -> None:
        assert (
            record("a.pdf", locked(pdf(["Fog on the pier."]), user="")).text == "Fog on the pier."
        )

    def test_one_with_a_password_is_told(self, failure: None_) -> None:
        assert (
            "protected by a password"
            in failure("a.pdf", locked(pdf(["Fog."]), user="secret")).error
        )

    def test_a_scan_is_told_to_run_ocr(self, failure: None_) -> None:
        assert "run OCR" in failure("a.pdf", pdf([""], [""])).error

    def test_its_limits(self, failure: None_) -> None:
        long = pdf(["Fog."], ["Fog."], ["Fog."])
        assert "3 pages, more than 2" in failure("a.pdf", long, limits=Limits(pdf_pages=2)).error
        assert "more than 8 characters" in failure("a.pdf", long, limits=Limits(text_chars=8)).error

    @pytest.mark.parametrize("data", [b"%PDF-1.4\n1 0 obj", b"%PDF-1.7", pdf(["Fog."])[:200]])
    def test_a_broken_one_fails_in_words(self, failure: None_, data: bytes) -> None:
        assert "damaged" in failure("a.pdf", data).error


class TestWord:
    def test_paragraphs_and_tables_come_in_their_order(self, record: One) -> None:
        document = docx.Document()
        document.core_properties.title = "Fog"
        document.core_properties.author = "Ada Ferry"
        document.core_properties.language = "en-GB"
        document.add_paragraph("First.")
        table = document.add_table(2, 3)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"c{number}"
        table.cell(0, 0).merge(table.cell(0, 1))
        inner = table.cell(1, 2).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "ner"
        document.add_paragraph("Last\tline\nbroken.")
        found = record("a.docx", saved(document))
        assert found.text == "First.\nc0 c1\tc2\nc3\tc4\tc5 in ner\nLast\tline\nbroken."
        assert (found.title, found.author, found.language) == ("Fog", "Ada Ferry", "en")

    def test_without_a_title_it_is_the_first_line(self, record: One) -> None:
        assert record("a.docx", word("", "Fog on the pier.", "Text.")).title == "Fog on the pier."

    def test_tracked_insertions_are_text_and_deletions_are_not(self, record: One) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("Kept. ")
        for tag, words in (
            ("w:ins", "Inserted."),
            ("w:del", "Deleted."),
            ("w:moveFrom", "Moved away."),
        ):
            change = OxmlElement(tag)
            change.append(paragraph.add_run(words)._r)
            paragraph._p.append(change)
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        content.append(document.add_paragraph("In a control.")._p)
        control.append(content)
        document.element.body.insert(1, control)
        assert record("a.docx", saved(document)).text == "Kept. Inserted.\nIn a control."

    @pytest.mark.parametrize(
        "declaration",
        [
            b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
            b'<!doctype d SYSTEM "file:///etc/passwd">',
        ],
    )
    def test_entities_are_refused(self, failure: None_, declaration: bytes) -> None:
        data = repacked(
            word("Fog."), "word/document.xml", b"<w:document", declaration + b"<w:document"
        )
        assert "declares XML entities" in failure("a.docx", data).error

    def test_entities_in_utf_16_are_refused_too(self, failure: None_) -> None:
        with zipfile.ZipFile(io.BytesIO(word("Fog."))) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        xml = parts["word/document.xml"].decode().split("?>", 1)[1]
        parts["word/document.xml"] = (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "b">]>' + xml
        ).encode("utf-16")
        assert "declares XML entities" in failure("a.docx", zipped(parts)).error

    @pytest.mark.parametrize(
        "data",
        [
            word("Fog. " * 500)[:4_000],
            zipped({"a.txt": "x"}),
            repacked(word("Fog."), "word/document.xml", b"</w:body>", b"</w:bod>"),
        ],
    )
    def test_a_broken_one_fails_in_words(self, failure: None_, data: bytes) -> None:
        assert "The document is damaged" in failure("a.docx", data).error

    def test_a_bomb_is_refused(self, failure: None_) -> None:
        with zipfile.ZipFile(io.BytesIO(word("Fog."))) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        data = zipped(parts | {"word/media/image1.bmp": b"\x00" * 5_000_000})
        assert "zip bomb" in failure("a.docx", data).error
        assert (
            "in all" in failure("a.docx", word("Fog."), limits=Limits(zip_total_bytes=1_000)).error
        )
        assert (
            "it is too large"
            in failure(
                "a.docx",
                repacked(data, "word/document.xml", b"Fog.", b"F" * 60_000),
                limits=Limits(file_bytes=50_000, zip_ratio=10_000),
            ).error
        )
