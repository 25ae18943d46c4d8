"""The run as JUnit XML, for CI systems."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from evals.evaluation import Evaluation, write_text
from evals.labels import ALL
from evals.record import Record
from evals.summary import by_set

# Characters that XML 1.0 cannot hold.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, evaluation: Evaluation) -> None:
    """A suite for each set; a failure for each question not passed, an error for each crash.

    Raises ResultError.
    """
    root = ElementTree.Element("testsuites")
    for name, records in by_set(evaluation.records).items():
        if name != ALL:
            root.append(_suite(name, records, evaluation.info.date))
    write_text(path, ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n")


def _suite(name: str, records: list[Record], date: str) -> ElementTree.Element:
    crashes = sum(record.crash is not None for record in records)
    failures = sum(not record.passed for record in records) - crashes
    counts = {"tests": len(records), "failures": failures, "errors": crashes}
    suite = ElementTree.Element("testsuite", {"name": name, "timestamp": date})
    for key, count in counts.items():
        suite.set(key, str(count))
    for record in records:
        suite.append(_case(record))
    return suite


def _case(record: Record) -> ElementTree.Element:
    seconds = f"{record.elapsed_ms * len(record.turns) / 1000:.6f}"
    case = ElementTree.Element("testcase", {"name": _safe(record.id), "classname": record.set, "time": seconds})
    if record.crash is not None:
        ElementTree.SubElement(case, "error", {"message": _safe(record.crash)}).text = _safe(record.turns[0].say)
    elif not record.passed:
        reasons = [reason for turn in record.turns for reason in turn.reasons]
        said = [turn.say for turn in record.turns]
        ElementTree.SubElement(case, "failure", {"message": _safe(reasons[0])}).text = _safe("\n".join(said + reasons))
    return case


def _safe(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)
