"""The command line: python -m cockpit COMMAND."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date

from cockpit import commands, settings
from data.errors import UserError
from data.messages import LANGUAGES

USER_ERROR = 2
PERIODS = ("day", "mtd", "qtd", "ytd")
Command = Callable[[settings.Settings, argparse.Namespace], None]


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m cockpit", description="Daybreak, the morning cockpit of an insurer.")
    words = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(run: Command, words_of_help: str) -> argparse.ArgumentParser:
        sub = words.add_parser(run.__name__, help=words_of_help, description=words_of_help)
        sub.set_defaults(run=run)
        return sub

    add(commands.up, "run both processes: the page first, the worker after it")
    add(commands.web, "run the web process")
    add(commands.worker, "run the worker")
    nginx = add(commands.nginx, "print the nginx configuration for several web processes behind one address")
    nginx.add_argument("--port", type=int, default=8080, help="where nginx listens (default 8080)")
    nginx.add_argument(
        "--web", action="append", required=True, metavar="HOST:PORT", help="a web process, one each time"
    )
    seed = add(commands.seed, "make the demo insurer's source files and answers.json")
    seed.add_argument("--size", choices=("S", "M", "L"), default="S", help="how large an insurer (default S)")
    seed.add_argument("--seed", type=int, default=20260617, help="same seed, same insurer")
    seed.add_argument("--as-of", type=date.fromisoformat, default=settings.DEMO_AS_OF, help="last day with data")
    seed.add_argument("--healthy", action="store_true", help="without planted anomalies")
    json_flag(add(commands.orgs, "list the organisation tree"))
    compute = json_flag(add(commands.compute, "ingest what arrived, compute everything and publish a snapshot"))
    compute.add_argument("--check", action="store_true", help="compare it with what is published, number by number")
    value = json_flag(add(commands.value, "one indicator of one org"))
    value.add_argument("--org", required=True)
    value.add_argument("--indicator", required=True)
    value.add_argument("--period", choices=PERIODS, default="mtd")
    json_flag(add(commands.warnings, "the warnings of one org's subtree")).add_argument("--org", required=True)
    lineage = json_flag(add(commands.lineage, "how one indicator of one org came about, down to the facts"))
    lineage.add_argument("--indicator", required=True)
    lineage.add_argument("--org", required=True)
    lineage.add_argument("--date", type=date.fromisoformat, help="default: the day of the snapshot")
    lineage.add_argument("--period", choices=PERIODS, default="mtd")
    lineage.add_argument("--out", type=commands.folder, metavar="FILE", help="all rows as .csv, .xlsx or .parquet")
    brief = add(commands.brief, "make one morning edition: film, captions, script")
    brief.add_argument("--org", default="86", help="default: headquarters")
    brief.add_argument("--date", type=date.fromisoformat, help="default: today")
    brief.add_argument("--lang", choices=LANGUAGES, help="default: COCKPIT_LANG")
    brief.add_argument("--out", type=commands.folder, required=True, metavar="DIR")
    sadtalker = add(commands.sadtalker, "check the user's SadTalker weights and keep what a portrait needs")
    sadtalker.add_argument("action", choices=("prepare",), metavar="prepare")
    sadtalker.add_argument("--weights", type=commands.folder, required=True, metavar="DIR", help="the published files")
    sadtalker.add_argument("--portrait", type=commands.folder, required=True, metavar="FILE", help="a portrait's TOML")
    sadtalker.add_argument("--size", type=int, choices=(256, 512), default=256, help="pixels of the face (default 256)")
    audit = add(commands.audit, "who saw and exported what, one JSON line each")
    audit.add_argument("--user", help="only this user")
    audit.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DATE", help="from this day on")
    add(commands.token, "a bearer token for the routes").add_argument("--user", required=True)
    add(commands.password, "make the hash of a password for COCKPIT_HOME/users.toml")
    add(commands.check, "say what is there, what is missing and what to do")
    return root


def json_flag(sub: argparse.ArgumentParser) -> argparse.ArgumentParser:
    sub.add_argument("--json", action="store_true", help="print JSON")
    return sub


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; 0, or a plain message and 2."""
    arguments = parser().parse_args(words)
    try:
        arguments.run(settings.load(), arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return USER_ERROR
    except OSError as error:
        print(
            f"{error.filename or 'the system'}: {error.strerror}. Free space or mend it, then run again.",
            file=sys.stderr,
        )
        return USER_ERROR
    except KeyboardInterrupt:
        return 130
    return 0
