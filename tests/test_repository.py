"""The repository about itself: what is written agrees with what is there."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pghistory.models import Event as HistoryEvent

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
APPS = ("sources", "claims")
LONGEST = 500  # lines
RUN = 9  # words

# Not written by hand: locked dependencies, Django's migrations, the licence.
GENERATED = ("requirements.txt", "requirements-dev.txt", "LICENSE")
WRITTEN = {".py", ".md", ".css", ".js", ".html", ".toml", ".yml", ".yaml", ".sh", ".txt", ".in", ""}


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git keeps, and those that it would keep once they are added."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so that nobody knows which files belong to it")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str | None:
    """The file's text, or None where it holds something else."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """All stretches of so many words."""
    found = words(text)
    return (tuple(found[i : i + length]) for i in range(len(found) - length + 1))


# --- Settings ------------------------------------------------------------------------------------


def _names(node: ast.AST) -> Iterator[str]:
    """Names that a piece of Python reads from the environment: env.str("X"), os.environ["X"], …"""
    for part in ast.walk(node):
        key: ast.expr | None = None
        if isinstance(part, ast.Call) and part.args:
            called = ast.unparse(part.func)
            if called.startswith(("env.", "os.environ.", "environ.")) or called.endswith("getenv"):
                key = part.args[0]
        elif isinstance(part, ast.Subscript) and ast.unparse(part.value).endswith("environ"):
            key = part.slice
        elif isinstance(part, ast.Compare) and ast.unparse(part.comparators[0]).endswith("environ"):
            key = part.left
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def settings_read(file: str) -> set[str]:
    return set(_names(ast.parse((ROOT / "factcheck" / file).read_text(encoding="utf-8"))))


def test_reading_of_settings_sees_every_way_of_asking() -> None:
    code = """
DEBUG = env.bool("A", default=False)
b = os.environ.get("B") or os.environ["C"] or os.getenv("D")
e = "E" in os.environ
url = env.db_url_config(engines.database_url())
"""
    assert set(_names(ast.parse(code))) == {"A", "B", "C", "D", "E"}


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("settings.py", {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS"}),
        ("engines.py", {"FACTCHECK_DATA", "DATABASE_URL", "REDIS_URL"}),
    ],
)
def test_every_setting_is_documented(file: str, known: set[str]) -> None:
    read = settings_read(file)
    assert known <= read, "the test no longer sees how settings are read"
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)\b", manual))
    assert read <= documented, f"not in docs/operations.md: {sorted(read - documented)}"


# --- Models and pages ----------------------------------------------------------------------------


def own_models() -> list[type[Model]]:
    """Our models; not the tables that the history's triggers write."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not issubclass(model, HistoryEvent)]


def names_of(models: list[type[Model]]) -> list[str]:
    return [model._meta.label for model in models]


def test_every_model_is_in_the_admin() -> None:
    registered = set(admin.site._registry)
    beside = {inline.model for page in admin.site._registry.values() for inline in page.inlines}
    missing = [model for model in own_models() if model not in registered | beside]
    assert not names_of(missing), "no page and no place on another's page"


def test_every_admin_page_opens(admin_client: Client) -> None:
    """With no rows; pages with rows are opened where queries are counted."""
    pages = [model for model in own_models() if model in admin.site._registry]
    assert pages
    answers = {
        model._meta.label: admin_client.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        ).status_code
        for model in pages
    }
    assert set(answers.values()) == {200}, answers


@pytest.mark.django_db
def test_every_migration_is_there() -> None:
    """Ends with SystemExit where a model has changed since."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    for app in APPS:
        assert list((ROOT / app / "migrations").glob("0001_*.py"))


# --- Files ---------------------------------------------------------------------------------------


def test_no_file_is_too_long() -> None:
    lengths = {}
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if name in GENERATED or path.parent.name == "migrations" or path.suffix not in WRITTEN:
            continue
        text = text_of(path)
        if text is not None:
            lengths[name] = len(text.splitlines())
    assert "tests/test_repository.py" in lengths
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST}
    assert not long


def test_own_styles_and_scripts_stay_small() -> None:
    """Together, as they are sent uncompressed; libraries are not ours."""
    own = [
        path
        for path in (ROOT / "factcheck" / "static").rglob("*")
        if path.suffix in {".css", ".js"}
    ]
    assert len(own) > 3
    assert sum(path.stat().st_size for path in own) < 150_000


def test_no_sentence_of_the_articles_is_in_the_repository() -> None:
    """The seed articles belong to their publishers; what is here is in our own words."""
    if not SEEDS.is_dir():
        pytest.skip(f"the original articles are not at {SEEDS}: nothing to compare with")
    theirs = {
        run: article.name
        for article in SEEDS.glob("*.txt")
        for run in runs(article.read_text(encoding="utf-8"), RUN)
    }
    assert theirs, f"{SEEDS} holds no articles"
    copied = {}
    for path in tracked():
        for run in runs(text_of(path) or "", RUN):
            if run in theirs:
                copied[str(path.relative_to(ROOT))] = f"{' '.join(run)} ({theirs[run]})"
    assert not copied


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", [("one", "two", "three")]),
        ("One, two – “three” four.", [("one", "two", "three"), ("two", "three", "four")]),
        ("one two", []),
    ],
)
def test_runs_of_words(text: str, expected: list[tuple[str, ...]]) -> None:
    assert list(runs(text, 3)) == expected


# --- Documents -----------------------------------------------------------------------------------


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index)
    assert listed == [path.name for path in decisions()]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name)
def test_a_decision_says_why_and_what_follows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    number = int(path.name[:4])
    assert text.startswith(f"# {number}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60, "a decision is one page"


def prose() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in prose():
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            file = target.partition("#")[0]
            if file and "://" not in target and not (path.parent / file).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken


def test_every_module_of_extraction_is_on_its_map() -> None:
    """Who reads the extraction for the first time finds each module beside the question that it answers."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    _, _, section = page.partition("## Inside extraction\n")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|(.*)\|$", section.partition("\n## ")[0], re.MULTILINE)
    package = ROOT / "claims" / "extraction"
    parts = {path.parent.name for path in package.glob("*/__init__.py")}
    assert {part for part, _ in rows} == parts | {"building"}
    for part, modules in rows:
        if part in parts:
            there = {path.stem for path in (package / part).glob("*.py")} - {"__init__"}
            assert set(re.findall(r"`(\w+)`", modules)) == there, part


def test_no_function_is_there_for_tests_alone() -> None:
    code = [path for path in tracked() if path.parts[len(ROOT.parts)] != "tests"]
    code = [path for path in code if path.suffix in {".py", ".html", ".toml"}]
    texts = [path.read_text(encoding="utf-8") for path in code if "migrations" not in path.parts]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    own = [path for path in code if path.suffix == ".py" and "migrations" not in path.parts]
    unused = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in own
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and words[node.name] == 1 and not node.decorator_list
    ]
    assert not unused


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^\s*)make ([a-z][\w-]*)", text, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= make_targets()


def test_references_to_decisions_exist() -> None:
    """A comment that points at docs/adr/0004 points at something."""
    known = {path.name[:4] for path in decisions()}
    named = {
        number
        for path in tracked()
        if path.suffix in {".py", ".md"}
        for number in re.findall(r"docs/adr/(\d{4})", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= known


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_changelog_has_the_version() -> None:
    version = re.search(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0] == version[1]
    assert len(headings) == len(set(headings))
