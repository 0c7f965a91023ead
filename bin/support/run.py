"""The command line of bin/run: reads the wishes, takes the data folder, starts, waits, stops. Decides nothing else."""

import argparse
import os
import sys

from bin.support import data
from bin.support.servers import NotStarted
from bin.support.stack import PortTaken, ReleaseFailed, Stack, Wishes
from bin.support.supervisor import Stopped, Supervisor

REFUSALS = (data.AlreadyRunning, data.ForeignSocketFolder, NotStarted, PortTaken, ReleaseFailed)


def main(arguments: list[str] | None = None) -> int:
    wishes = _read_wishes(arguments)
    folder = data.find_folder()
    try:
        with data.lock(folder):
            return _run(folder, wishes)
    except REFUSALS as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1


def _run(folder: "data.Path", wishes: Wishes) -> int:
    os.chdir(data.ROOT)
    running = data.Running(supervisor=os.getpid(), demo=wishes.demo)

    def note(processes: dict[str, int]) -> None:
        running.processes = processes
        data.write_running(folder, running)

    supervisor = Supervisor(logs=folder / "logs", on_change=note)
    supervisor.listen_to_signals()
    try:
        stack = Stack(folder, wishes, supervisor, running)
        stack.start_services()
        if not wishes.services_only:
            stack.start_application()
            supervisor.say(stack.describe())
        running.ready = True
        note(running.processes)
        supervisor.run_until_stopped()
    except Stopped:
        pass
    finally:
        supervisor.stop()
        (folder / "running.json").unlink(missing_ok=True)
    return 0


def _read_wishes(arguments: list[str] | None) -> Wishes:
    parser = argparse.ArgumentParser(prog="bin/run", description="Start the whole of Lapak on this machine.")
    parser.add_argument("--tls", action="store_true", help="serve HTTPS on all addresses with a local certificate")
    parser.add_argument("--services-only", action="store_true", help="start PostgreSQL and Valkey and nothing else")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="without demo data and without /demo")
    parser.add_argument("--throwaway", action="store_true", help="trade the safety of the data for speed, for tests")
    return Wishes(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
