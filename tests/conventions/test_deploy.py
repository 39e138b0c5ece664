"""What deploy/ describes is so: its settings and commands exist, its parts fit together, and it holds no secret."""

import json
import re
import runpy
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from cryptography.fernet import Fernet
from pydantic import ValidationError

from raas_batch import cli
from raas_batch.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SYSTEMD, CONTAINER, COMPOSE, KUBERNETES = (DEPLOY / name for name in ("systemd", "container", "compose", "kubernetes"))
DESCRIPTIONS = [
    path
    for folder in (SYSTEMD, CONTAINER, COMPOSE, KUBERNETES)
    for path in sorted(folder.rglob("*"))
    if path.is_file() and "secrets" not in path.parts and path.suffix != ".pyc"
]
PLACEHOLDER = "CHANGE-ME"

every_description = pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: str(path.relative_to(DEPLOY)))


@cache
def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text()))


def compose() -> dict[str, Any]:
    [document] = documents(COMPOSE / "compose.yaml")
    return dict(document)


def values() -> dict[str, Any]:
    [document] = documents(KUBERNETES / "values.yaml")
    return dict(document)


def env_example() -> dict[str, str]:
    lines = (SYSTEMD / "raas.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))


def test_there_are_descriptions() -> None:
    assert {path.parent.name for path in DESCRIPTIONS} == {
        "systemd", "raas-.service.d", "container", "compose", "kubernetes",
    }  # fmt: skip


# -- settings ---------------------------------------------------------------------------------------------------


@every_description
def test_every_setting_of_ours_exists(path: Path) -> None:
    named = set(re.findall(r"\bRAAS_([A-Z_]+)", path.read_text()))
    assert named <= {name.upper() for name in Settings.model_fields}


def airflow_options() -> set[tuple[str, str]]:
    """(section, option) of all that the installed Airflow and its Celery provider can be told; neither is imported."""
    [package] = (find_spec("airflow") or pytest.fail("Airflow is missing")).submodule_search_locations or []
    sections = yaml.safe_load((Path(package) / "config_templates" / "config.yml").read_text())
    celery = runpy.run_path(str(Path(package) / "providers" / "celery" / "get_provider_info.py"))
    sections |= celery["get_provider_info"]()["config"]
    return {(section, option) for section, told in sections.items() for option in told["options"]}


def test_every_setting_of_airflow_exists() -> None:
    named = {
        (section.lower(), option.lower())
        for path in DESCRIPTIONS
        for section, option in re.findall(r"\bAIRFLOW__([A-Z]+(?:_[A-Z]+)*)__([A-Z]+(?:_[A-Z]+)*)", path.read_text())
    }
    named |= {(section, option) for section, told in values()["config"].items() for option in told}
    assert named
    assert named - airflow_options() == set()


def ours(environment: dict[str, str]) -> dict[str, str]:
    return {
        name.removeprefix("RAAS_").lower(): value for name, value in environment.items() if name.startswith("RAAS_")
    }


@pytest.mark.parametrize(
    "environment",
    [env_example(), {one["name"]: one["value"] for one in values()["env"]}],
    ids=["raas.env.example", "values.yaml"],
)
def test_settings_are_valid_once_filled_in_and_not_before(environment: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**ours(environment))  # type: ignore[arg-type]  # texts, as the environment gives them
    filled = ours(environment) | {"cbe_number": "0244640631", "environment": "T"}
    assert Settings(**filled).inbox_url == environment["RAAS_INBOX_URL"]  # type: ignore[arg-type]


SHARED = [
    *("RAAS_DATABASE_URL", "AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET"),
    *("AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"),
]


def test_what_all_machines_must_be_told_is_told_everywhere() -> None:
    for path in (SYSTEMD / "raas.env.example", COMPOSE / "compose.yaml"):
        assert [name for name in SHARED if name not in path.read_text()] == []
    assert {"fernetKeySecretName", "apiSecretKeySecretName", "jwtSecretName"} <= set(values())
    assert values()["config"]["workers"]["execution_api_timeout"] == "30"
    assert {one["envName"] for one in values()["secret"]} >= {SHARED[0], SHARED[-1]}


# -- commands ---------------------------------------------------------------------------------------------------


def scripts(words: list[str]) -> Iterator[list[str]]:
    """The commands of ours and of Airflow in a list of words: itself, or those of the script that it gives a shell."""
    match words:
        case ["sh" | "bash" | "/bin/sh", "-c" | "-ec", script, *_] | ["CMD-SHELL", script]:
            for inner in simple_commands(script):
                yield from scripts(inner)
        case ["exec" | "CMD" | "/entrypoint", *inner]:
            yield from scripts(inner)
        case [program, *arguments] if program.rpartition("/")[2] in ("raas", "airflow"):
            yield [program.rpartition("/")[2], *arguments]


def simple_commands(script: str) -> Iterator[list[str]]:
    lexer = shlex.shlex(script, posix=True, punctuation_chars=";&|\n")
    lexer.whitespace, lexer.whitespace_split = " \t", True
    for between, words in groupby(lexer, key=lambda token: set(token) <= set(";&|\n")):
        if not between:
            yield list(words)


def lists(node: Any) -> Iterator[list[str]]:
    """Every list of texts in a document."""
    if isinstance(node, dict):
        for inner in node.values():
            yield from lists(inner)
    elif isinstance(node, list):
        if node and all(isinstance(word, str) for word in node):
            yield node
        else:
            for inner in node:
                yield from lists(inner)


def commands() -> Iterator[list[str]]:
    for unit in SYSTEMD.glob("*.service"):
        for line in re.findall(r"^Exec\w+=(.+)$", unit.read_text(), flags=re.M):
            yield from scripts(shlex.split(line.replace("$$", "$")))
    for path in DESCRIPTIONS:
        if path.suffix == ".yaml":
            for words in lists(documents(path)):
                yield from scripts([word.replace("$$", "$") for word in words])


def of(program: str) -> list[list[str]]:
    return sorted({tuple(words): words[1:] for words in commands() if words[0] == program}.values())


def test_every_command_of_ours_exists() -> None:
    assert ["db", "upgrade"] in of("raas")
    for words in of("raas"):
        command: Any = typer.main.get_command(cli.app)
        for word in words:
            assert word in command.commands, f"raas {shlex.join(words)}"
            command = command.commands[word]


def test_every_command_of_airflow_exists_with_its_options(tmp_path: Path) -> None:
    wanted = of("airflow")
    assert {words[0] for words in wanted} >= {
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "celery",
        "db",
        "pools",
    }
    asked = (
        "import json, sys; from airflow.cli.cli_parser import get_parser; parser = get_parser()\n"
        "for words in json.load(sys.stdin): parser.parse_args(words)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        input=json.dumps(wanted), env={"AIRFLOW_HOME": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@every_description
def test_what_it_takes_from_the_project_exists(path: Path) -> None:
    named = re.findall(r"/opt/raas/((?:deploy|dags)\b[\w./-]*)", path.read_text())
    assert [name for name in named if not (ROOT / name.rstrip(".")).exists()] == []


# -- systemd ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    programs = str(Path(sys.executable).parent)
    for unit in tmp_path.glob("*.service"):
        unit.write_text(unit.read_text().replace("/opt/raas/.venv/bin", programs))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "raas.target", *tmp_path.glob("*.service")],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def unit(path: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.read(path)
    return parser


SERVICES = sorted(path for path in SYSTEMD.glob("raas-*.service") if path.stem != "raas-prepare")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_starts_again_and_has_time_to_stop(path: Path) -> None:
    said = unit(path)
    assert (said["Service"]["Restart"], said["Service"]["Type"]) == ("always", "exec")
    assert said["Service"]["TimeoutStopSec"]
    assert said["Install"]["WantedBy"] == "raas.target"


@pytest.mark.parametrize("name", ["scheduler", "dag-processor", "triggerer"])
def test_airflow_waits_for_tables_and_for_an_api_server_that_has_answered(name: str) -> None:
    said = unit(SYSTEMD / f"raas-{name}.service")["Unit"]
    assert said["After"].split() == ["raas-prepare.service", "raas-api-server.service"]
    assert said["Requires"] == "raas-prepare.service"
    assert "EXECUTION_API_SERVER_URL}health" in unit(SYSTEMD / "raas-api-server.service")["Service"]["ExecStartPost"]


def test_placeholders_are_named_and_their_values_are_not() -> None:
    [check] = re.findall(r"^ExecStart=(/bin/sh .*)$", (SYSTEMD / "raas-prepare.service").read_text(), flags=re.M)
    words = shlex.split(check.replace("$$", "$"))
    environment = {"PATH": "/usr/bin:/bin", "FINE": "yes"}
    assert subprocess.run(words, env=environment).returncode == 0
    left = subprocess.run(words, env=environment | {"LEFT": f"s3cr3t{PLACEHOLDER}"}, capture_output=True, text=True)
    assert (left.returncode, left.stderr) == (1, "fill in /etc/raas/raas.env: LEFT\n")


# -- secrets ----------------------------------------------------------------------------------------------------

CONFIDENTIAL = re.compile(r"PASSWORD|SECRET|_KEY|SQL_ALCHEMY_CONN|DATABASE_URL|BROKER_URL|RESULT_BACKEND")


def test_the_example_holds_placeholders_where_secrets_belong() -> None:
    named = {name: value for name, value in env_example().items() if CONFIDENTIAL.search(name)}
    assert len(named) == 6
    assert [name for name, value in named.items() if PLACEHOLDER not in value] == []


def test_no_container_is_told_a_secret_by_its_description() -> None:
    told = [name for service in compose()["services"].values() for name in service.get("environment", {})]
    told += [one["name"] for one in values()["env"]]
    assert [name for name in told if CONFIDENTIAL.search(name) and not name.endswith("_FILE")] == []
    for container in pods():
        assert [one["name"] for one in container["env"] if CONFIDENTIAL.search(one["name"]) and "value" in one] == []


@pytest.fixture
def made(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "secrets"
    command = [sys.executable, str(COMPOSE / "make_secrets.py"), "--folder", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    assert subprocess.run(command, capture_output=True).returncode == 1, "it overwrites"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    return {path.name: path.read_text().strip() for path in folder.iterdir()}


def test_the_secrets_made_are_those_wanted_and_fit_together(made: dict[str, str]) -> None:
    wanted = {service for one in compose()["services"].values() for service in one.get("secrets", [])}
    assert set(made) == set(compose()["secrets"]) == wanted
    assert {name: one["file"] for name, one in compose()["secrets"].items()} == {
        name: f"secrets/{name}" for name in made
    }
    assert made["raas_password"] in made["RAAS_DATABASE_URL"]
    assert made["airflow_password"] in made["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert made["AIRFLOW__CELERY__BROKER_URL"].split(":")[2].split("@")[0] in made["redis.conf"]
    [identity] = json.loads(made["s3.json"])["identities"]
    assert identity["credentials"] == [
        {"accessKey": made["AWS_ACCESS_KEY_ID"], "secretKey": made["AWS_SECRET_ACCESS_KEY"]}
    ]
    Fernet(made["AIRFLOW__CORE__FERNET_KEY"])
    users = {user.split(":")[0] for user in env_example()["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"].split(",")}
    assert set(json.loads(made["passwords.json"])) == users


def entrypoint(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {"SECRETS": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run([CONTAINER / "entrypoint", *command], env=environment, capture_output=True, text=True)


def test_the_entrypoint_makes_files_into_settings_and_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "RAAS_DATABASE_URL").write_text("postgresql://a b'$c@host/raas\n")
    (tmp_path / "redis.conf").write_text("requirepass x\n")
    (tmp_path / "kubernetes.io").mkdir()
    said = entrypoint(tmp_path, "env").stdout.splitlines()
    assert "RAAS_DATABASE_URL=postgresql://a b'$c@host/raas" in said
    assert not [line for line in said if "requirepass" in line]
    assert entrypoint(tmp_path / "none", "echo", "ran").stdout == "ran\n"


def test_the_entrypoint_refuses_an_empty_secret(tmp_path: Path) -> None:
    (tmp_path / "RAAS_DATABASE_URL").write_text("\n")
    done = entrypoint(tmp_path, "echo", "ran")
    assert (done.returncode, done.stdout) == (78, "")
    assert "RAAS_DATABASE_URL is empty" in done.stderr


# -- containers -------------------------------------------------------------------------------------------------


def test_every_part_of_the_register_has_a_container() -> None:
    parts = {path.stem.removeprefix("raas-") for path in SERVICES} - {"celery-worker"}
    assert set(compose()["services"]) == parts | {"worker", "init", "postgres", "redis", "objects"}
    assert compose()["services"]["worker"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", compose()["services"])
def test_a_service_waits_for_what_is_there_and_can_say_that_it_is(name: str) -> None:
    services, service = compose()["services"], compose()["services"][name]
    for other, how in service.get("depends_on", {}).items():
        assert other in services
        assert how["condition"] != "service_healthy" or services[other]["healthcheck"]["test"]
        assert how["condition"] != "service_completed_successfully" or services[other]["restart"] == "no"
    assert set(service["networks"]) <= set(compose()["networks"])
    named = {volume.split(":")[0] for volume in service.get("volumes", []) if not volume.startswith("./")}
    assert named <= set(compose()["volumes"])
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert re.search(r":\d", service["image"]), "which version?"


@pytest.mark.parametrize("name", [name for name, one in compose()["services"].items() if "build" in one])
def test_a_container_of_ours_can_do_little_and_is_asked_for_its_health_with_its_settings(name: str) -> None:
    service = compose()["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    asked = service.get("healthcheck", {}).get("test", [])
    assert not {"airflow", "celery"} & set(asked) or "/entrypoint" in asked


def test_the_image_is_made_of_what_the_project_has() -> None:
    dockerfile = (CONTAINER / "Dockerfile").read_text()
    allowed = {line[1:] for line in (CONTAINER / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"}
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+)$", dockerfile, flags=re.M)
        for source in line.split()[:-1]
    }
    assert copied == allowed
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert "--require-hashes" in dockerfile
    assert "\nUSER 50000:0\n" in dockerfile


# -- Kubernetes -------------------------------------------------------------------------------------------------


def pods() -> Iterator[dict[str, Any]]:
    for name in ("upgrade.yaml", "observe.yaml"):
        for document in documents(KUBERNETES / name):
            yield from document["spec"]["template"]["spec"]["containers"]


def test_one_version_everywhere() -> None:
    version = re.search(r"^version = (.+)$", (ROOT / "setup.cfg").read_text(), flags=re.M)
    assert version is not None
    image = f"{values()['defaultAirflowRepository']}:{values()['defaultAirflowTag']}"
    assert image.endswith(f"raas-batch:{version[1]}")
    assert {container["image"] for container in pods()} == {image}
    assert {one["image"] for one in compose()["services"].values() if "build" in one} == {f"raas-batch:{version[1]}"}
    assert values()["airflowVersion"] == distribution("apache-airflow-core").version


def test_what_runs_beside_the_chart_is_told_what_the_chart_is() -> None:
    told = {one["name"]: one["value"] for one in values()["env"]}
    for container in pods():
        assert {one["name"]: one["value"] for one in container["env"] if "value" in one}.items() <= told.items()


def test_every_secret_is_one_that_the_page_says_to_make() -> None:
    page = (DEPLOY / "README.md").read_text().partition("\n## On Kubernetes\n")[2]
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \|", page, flags=re.M)
    told = {(name, key) for name, keys in rows for key in re.findall(r"`(.+?)`", keys)}
    wanted = {(one["secretName"], one["secretKey"]) for one in values()["secret"]}
    refs = (one["valueFrom"]["secretKeyRef"] for pod in pods() for one in pod["env"] if "valueFrom" in one)
    wanted |= {(ref["name"], ref["key"]) for ref in refs}
    assert wanted <= told
    by_name = {
        value for key, value in (values() | values()["data"] | values()["redis"]).items() if key.endswith("SecretName")
    }
    by_name |= {volume["secret"]["secretName"] for volume in values()["apiServer"]["extraVolumes"]}
    assert by_name | {values()["jwtSecretName"]} | {name for name, _ in wanted} == {name for name, _ in told}


@pytest.mark.parametrize("name", ["upgrade.yaml", "observe.yaml"])
def test_a_pod_runs_as_nobody_in_particular_within_bounds(name: str) -> None:
    [document] = documents(KUBERNETES / name)
    pod = document["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
        assert {"requests", "limits"} == set(container["resources"])


@pytest.mark.parametrize("part", ["apiServer", "scheduler", "triggerer", "dagProcessor", "workers"])
def test_a_component_has_bounds_and_more_than_one_of_it_a_budget(part: str) -> None:
    said = values()[part].get("celery") or values()[part]
    assert said["resources"]["requests"]["memory"]
    assert said["resources"]["limits"]["memory"]
    assert (said["replicas"] > 1) == said.get("podDisruptionBudget", {}).get("enabled", False)
