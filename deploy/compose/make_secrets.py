"""Makes every secret of compose.yaml anew, in the folder secrets/ beside it; it never overwrites one.

The files can be read by all, for containers run under numbers of their own; the folder only by who made it.
"""

import argparse
import base64
import json
import sys
from pathlib import Path
from secrets import token_bytes, token_urlsafe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(__file__).with_name("secrets"))
    folder = parser.parse_args().folder
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        sys.exit(f"{folder} is there already: the databases know its passwords. Remove both, or neither")
    for name, content in made().items():
        (folder / name).write_text(content + "\n")
        (folder / name).chmod(0o444)
    print(f"the secrets are in {folder}; who signs in as operator finds the password in passwords.json")


def made() -> dict[str, str]:
    """Every secret by the name of its file."""
    postgres, raas, airflow, redis, access_key, secret_key = (token_urlsafe(32) for _ in range(6))
    metadata = f"postgresql+psycopg://airflow:{airflow}@postgres/airflow"
    identity = {
        "name": "raas",
        "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    return {
        "postgres_password": postgres,
        "raas_password": raas,
        "airflow_password": airflow,
        "redis.conf": f"requirepass {redis}\nappendonly yes",
        "s3.json": json.dumps({"identities": [identity]}),
        "passwords.json": json.dumps({"operator": token_urlsafe(16)}),
        "RAAS_DATABASE_URL": f"postgresql://raas:{raas}@postgres/raas",
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": secret_key,
        "AIRFLOW__API__SECRET_KEY": token_urlsafe(32),
        "AIRFLOW__API_AUTH__JWT_SECRET": token_urlsafe(32),
        "AIRFLOW__CELERY__BROKER_URL": f"redis://:{redis}@redis:6379/0",
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{metadata}",
        "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(token_bytes(32)).decode(),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata,
    }


if __name__ == "__main__":
    main()
