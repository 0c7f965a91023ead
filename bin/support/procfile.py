"""Reads the Procfile: the one list of production processes, which bin/run starts too."""

from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """Return name -> shell line, in the order of the file."""
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {name.strip(): command.strip() for name, command in pairs}


def shell_command(line: str) -> list[str]:
    """Return the command that runs a line; `exec` makes the program itself our child, without a shell between."""
    return ["/bin/sh", "-c", f"exec {line}"]
