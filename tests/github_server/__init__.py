"""A stateful GitHub on loopback, over real HTTP. See README.md."""

from .server import Fault, GitHubServer, Request
from .world import BOT, Comment, Pull, Repository, Token, World, from_json

__all__ = ["BOT", "Comment", "Fault", "GitHubServer", "Pull", "Repository", "Request", "Token", "World", "from_json"]
