"""What is written about running the system agrees with the system: images, services, targets, commands."""

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from celery.bin.celery import celery
from django.core.management import get_commands
from django.urls import resolve

from factcheck.management.commands import run

ROOT = Path(__file__).parent.parent.parent
TARGETS = {
    *("run", "test", "lint", "format", "lock"),
    *("evaluate", "check-quality", "screenshots", "bench", "clean"),
}
GUIDES = ["README.md", "CONTRIBUTING.md", "docs/operations.md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text("docker-compose.yml"))
    return loaded


def ours() -> dict[str, dict[str, Any]]:
    """The services that run our own image."""
    return {name: service for name, service in compose()["services"].items() if "build" in service}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, each with its words."""
    lines = text("Dockerfile").replace("\\\n", " ").splitlines()
    split = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return [(name, words) for name, words in split]


def image_command() -> list[str]:
    [command] = [words for name, words in instructions() if name == "CMD"]
    parsed: list[str] = ast.literal_eval(command)
    return parsed


def check_command(words: list[str]) -> None:
    """Fail unless this program would understand these words."""
    match words:
        case ["gunicorn", *options]:
            subprocess.run(
                [sys.executable, "-m", "gunicorn", "--check-config", *options], cwd=ROOT, check=True
            )
        case ["celery", *options]:
            before = options[: options.index("factcheck") + 1]
            name, *rest = options[len(before) :]
            assert before in (["-A", "factcheck"], ["--quiet", "-A", "factcheck"])
            known = celery.commands[name]
            _, unknown, _ = known.make_parser(click.Context(known)).parse_args(rest)
            assert unknown == []
        case ["python", "manage.py", name, *_]:
            assert name in get_commands()
        case ["sh", "-c", line]:
            for command in line.split(" && "):
                check_command(command.split())
        case _:
            pytest.fail(f"nobody knows what {words} does")


# --- Docker --------------------------------------------------------------------------------------


def test_the_services_are_those_that_the_system_needs() -> None:
    services = set(compose()["services"])
    assert services == {"web", "worker", "beat", "migrate", "db", "redis"}
    assert set(ours()) == {"web", "worker", "beat", "migrate"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_what_a_service_runs_exists(name: str) -> None:
    check_command(ours()[name].get("command") or image_command())


def test_images_name_their_version_and_bring_pgvector() -> None:
    services = compose()["services"]
    assert services["db"]["image"].startswith("pgvector/pgvector:pg18")
    for name in ("db", "redis"):
        assert re.search(r":\w*\d", services[name]["image"])


def settings_read() -> set[str]:
    code = text("factcheck/settings.py") + text("factcheck/engines.py")
    return set(re.findall(r"(?:env\.\w+|environ\.get)\(\"(\w+)\"", code))


def test_every_variable_of_our_services_is_a_setting() -> None:
    for service in ours().values():
        assert set(service["environment"]) <= settings_read()
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} <= set(ours()["web"]["environment"])


def test_every_variable_that_compose_asks_for_is_in_the_manual() -> None:
    asked = set(re.findall(r"\$\{(\w+)", text("docker-compose.yml")))
    documented = set(re.findall(r"\b[A-Z][A-Z_]+\b", text("docs/operations.md")))
    assert asked <= documented


def test_secrets_have_no_default() -> None:
    names = ("POSTGRES_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS")
    for name in names:
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", text("docker-compose.yml"))
        assert uses
        assert all(use.startswith(":?Set ") for use in uses)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_services_start_after_the_migration(name: str) -> None:
    waits = ours()[name]["depends_on"]
    assert waits["migrate"]["condition"] == "service_completed_successfully"
    assert waits["redis"]["condition"] == "service_healthy"
    assert ours()["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_what_asks_for_health_asks_an_address_that_is_there() -> None:
    asked = re.findall(r"localhost:(\d+)(/\w+)", text("docker-compose.yml"))
    assert asked
    for port, path in asked:
        assert resolve(path)
        assert f"0.0.0.0:{port}" in image_command()
    assert ",localhost" in ours()["web"]["environment"]["ALLOWED_HOSTS"]


def test_only_this_machine_reaches_the_services() -> None:
    published = [
        port for service in compose()["services"].values() for port in service.get("ports", [])
    ]
    assert published == ["127.0.0.1:${FACTCHECK_PORT:-8000}:8000"]


def test_the_image_has_what_it_needs_and_runs_as_nobody() -> None:
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("CMD")
    assert dict(instructions())["USER"] not in {"root", "0"}
    copied = [words.split()[:-1] for name, words in instructions() if name == "COPY"]
    allowed = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    for path in (path for paths in copied for path in paths):
        assert (ROOT / path).exists()
        assert path in allowed
    assert {path for paths in copied for path in paths} == allowed
    assert "--require-hashes" in text("Dockerfile")


def test_the_image_has_a_python_that_we_support() -> None:
    found = re.search(r"FROM python:3\.(\d+)", text("Dockerfile"))
    wanted = re.search(r'requires-python = ">=3\.(\d+)"', text("pyproject.toml"))
    assert found is not None
    assert wanted is not None
    assert int(found[1]) >= int(wanted[1])


# --- make run ------------------------------------------------------------------------------------


def supervised() -> Iterator[tuple[str, list[str]]]:
    """Each program of supervisord.conf and its words, with the variables filled in."""
    config = RawConfigParser(inline_comment_prefixes=(";", "#"))
    config.read_string(text("factcheck/supervisord.conf"))
    for section in config.sections():
        if section.startswith("program:"):
            command = config[section]["command"]
            filled = re.sub(r"%\(ENV_FACTCHECK_PYTHON\)s -m ", "", command)
            filled = re.sub(r"%\(ENV_FACTCHECK_(PORT|WORKERS)\)s", "2", filled)
            yield section.removeprefix("program:"), shlex.split(filled)


def test_supervisord_runs_what_exists() -> None:
    programs = dict(supervised())
    assert set(programs) == {"web", "worker", "beat"}
    for words in programs.values():
        check_command(words)


def test_supervisord_gets_every_variable_that_it_asks_for() -> None:
    asked = set(re.findall(r"%\(ENV_(\w+)\)s", text("factcheck/supervisord.conf")))
    given = set(re.findall(r'"(FACTCHECK_\w+)": ', Path(run.__file__).read_text(encoding="utf-8")))
    assert asked
    assert asked <= given


# --- make ----------------------------------------------------------------------------------------


def targets() -> set[str]:
    [line] = re.findall(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    return set(line.split())


def make(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=folder, check=False, capture_output=True, text=True)


def test_every_target_is_there_and_explained() -> None:
    assert targets() == TARGETS | {"help"}
    explained = set(re.findall(r"^make ([\w-]+)", make("help").stdout, re.MULTILINE))
    assert explained == TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_target_can_be_planned(target: str) -> None:
    planned = make("--dry-run", target)
    assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_guides_name_targets_and_commands_that_exist(guide: str) -> None:
    words = text(guide)
    assert set(re.findall(r"(?:`|\n|&& )make ([a-z]+)", words)) <= targets()
    for name in re.findall(r"manage\.py ([a-z_]+)", words):
        assert name in get_commands()


def test_nothing_is_installed_without_its_hash() -> None:
    assert "pip install" in text("Makefile")
    for line in text("Makefile").splitlines():
        if "pip install" in line:
            assert "--require-hashes" in line


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with a space in its name that has the Makefile and no .venv yet."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "Makefile").write_text(text("Makefile"))
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).touch()
    return folder


def fake_python(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return "./python"


@pytest.mark.parametrize("script", [None, "exit 1", "exit 127"])
def test_a_missing_or_old_python_is_explained(bare: Path, script: str | None) -> None:
    python = "/nonexistent" if script is None else fake_python(bare, script)
    done = make("run", f"PYTHON={python}", folder=bare)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "make run PYTHON=/path/to/python" in done.stderr


def test_a_python_without_venv_is_explained(bare: Path) -> None:
    python = fake_python(bare, 'case "$2" in *venv*) exit 1;; esac')
    done = make("test", f"PYTHON={python}", folder=bare)
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stderr


def test_the_virtual_environment_is_made_once_in_a_path_with_a_space(bare: Path) -> None:
    first = make(".venv/run.stamp", f"PYTHON={sys.executable}", folder=bare)
    assert first.returncode == 0, first.stderr
    assert "Making .venv with Python 3." in first.stdout
    assert (bare / ".venv" / "bin" / "python").exists()
    again = make(".venv/run.stamp", folder=bare)
    assert "Making" not in again.stdout
    assert "Installing" not in again.stdout


def test_continuous_integration_runs_every_check() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[-3:] == ["make lint", "make test", "make check-quality"]
    assert "set -euo pipefail" in lines
