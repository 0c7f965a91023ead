"""The command line of bin/manage: joins a running bin/run and hands over to manage.py."""

import os
import sys

from bin.support import data
from bin.support.stack import environment_of


def main() -> None:
    folder = data.find_folder()
    running = data.read_running(folder)
    if running is None:
        sys.exit("Nothing runs in this folder: start bin/run first.")
    os.chdir(data.ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *sys.argv[1:]], environment_of(folder, running))


if __name__ == "__main__":
    main()
