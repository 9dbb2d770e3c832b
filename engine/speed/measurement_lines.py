"""Findings as lines of a table for the terminal."""

from collections.abc import Mapping

from engine.formats import percent
from engine.speed.findings import GOAL, Advice, Finding, Machine, Measured, Memory, Trained

HEAD = f"{'loop':10s}{'network':9s}{'workers':>8s}{'threads':>8s}{'images/s':>11s}{'waiting':>9s}{'first batch':>13s}"


def lines(finding: Finding) -> list[str]:
    """The lines of the table for one finding."""
    match finding:
        case Machine():
            return [*fact_lines(finding.facts), "", HEAD]
        case Measured():
            loop = "per image" if finding.pipeline == "image" else finding.loop
            return [
                f"{loop:10s}{finding.model:9s}{finding.num_workers:8d}{finding.threads:8d}"
                f"{finding.images_per_second:11,.0f}{finding.waiting_share:9.0%}{finding.first_batch_seconds:11.2f} s"
            ]
        case Trained():
            reached = "never" if finding.seconds_to_goal is None else f"after {finding.seconds_to_goal:.1f} s"
            return [
                "",
                f"The default training read {percent(GOAL, 0)} of the validation images {reached}; "
                f"it took {finding.seconds:.1f} s and reads {percent(finding.test_accuracy or 0)} of the test images.",
            ]
        case Memory():
            worker = "" if not finding.largest_worker else f", {finding.largest_worker:.0f} MB in the largest worker"
            return [f"Peak memory: {finding.program:.0f} MB{worker}.", ""]
        case Advice():
            return [f"{finding.model}: {finding.sentence}"]


def fact_lines(facts: Mapping[str, str]) -> list[str]:
    """A line for each name and its fact."""
    return [f"{name + ':':24s}{fact}" for name, fact in facts.items()]
