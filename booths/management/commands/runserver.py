"""Django's development server with sockets: Daphne's command, without Daphne in every process that is no web server."""

from daphne.management.commands.runserver import Command

__all__ = ["Command"]
