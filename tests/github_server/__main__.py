"""``python -m tests.github_server --port 8123 --state state.json``: prints its port, then serves."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .server import Fault, GitHubServer
from .world import from_json


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path, help="a JSON file with the state to begin with")
    given = parser.parse_args()
    state = json.loads(given.state.read_text("utf-8")) if given.state else {}
    faults = [Fault(**fault) for fault in state.pop("faults", [])]
    server = GitHubServer(from_json(state), host=given.host, port=given.port)
    server.fail(*faults)
    print(server.port, flush=True)
    server.serve()


if __name__ == "__main__":
    main()
