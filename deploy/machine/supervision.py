"""How the scripts here reach the supervisor that runs the components."""

from pathlib import Path
from typing import Any
from xmlrpc.client import Fault

from supervisor.childutils import getRPCInterface

from raas_batch.settings import Settings

CONFIGURATION = Path(__file__).with_name("supervisord.conf")


def supervisor(settings: Settings) -> Any:
    """The remote procedures of the supervisor of this home; calls raise OSError when none runs."""
    socket = settings.home.resolve() / "run" / "supervisor.sock"
    return getRPCInterface({"SUPERVISOR_SERVER_URL": f"unix://{socket}"}).supervisor


def is_up(settings: Settings) -> bool:
    """Whether a supervisor runs for this home, be it about to end."""
    try:
        return bool(supervisor(settings).getState())
    except Fault:  # it answers nothing else while it stops
        return True
    except OSError:
        return False
