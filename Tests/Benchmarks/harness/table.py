"""The results as Markdown."""

from statistics import median


class Result:
    """A workload, measured."""

    def __init__(self, workload, runs, left_out):
        self.workload, self.runs, self.left_out = workload, runs, left_out


def verdicts(result):
    """(workload, target, measured, limit, verdict) for each target, as texts."""
    for target in result.workload.targets:
        sign = "≥" if target.at_least else "≤"
        limit = f"{sign} {target.show.format(target.limit)}"
        missing = [name for name in (target.command, target.peer) if name and name not in result.runs]
        if missing or target.command in result.left_out:
            reason = result.left_out.get((missing or [target.command])[0], "not measured")
            failed = reason.startswith("FAILED")
            yield result.workload.name, target.text, "–", limit, "FAIL" if failed else reason
            continue
        value = target.value(result.runs)
        passed = value >= target.limit if target.at_least else value <= target.limit
        yield (
            result.workload.name,
            target.text,
            target.show.format(value),
            limit,
            "PASS" if passed else "FAIL",
        )


def targets_table(results):
    rows = [row for result in results for row in verdicts(result)]
    return markdown(["workload", "target", "measured", "asked for", "result"], "lllll", rows)


def workload_section(result):
    workload = result.workload
    parts = [f"### {workload.name}: {workload.title}", ""]
    if result.runs:
        parts += [commands_table(result), ""]
    if workload.figures:
        parts += [figures_table(result), ""]
    left_out = {name: why for name, why in result.left_out.items() if not why.startswith("later")}
    parts += [f"- left out: {name}: {why}" for name, why in left_out.items()]
    return "\n".join(parts).rstrip() + "\n"


def commands_table(result):
    """A row for each command, the fastest first."""
    unit, subject = result.workload.unit, result.workload.subject
    columns = [("command", lambda name, found, runs: name)]
    if unit:
        columns += [(f"{unit}s", lambda name, found, runs: f"{runs[0].elements:,}")]
    columns += [
        ("runs", lambda name, found, runs: str(len(runs))),
        ("wall s (min–max)", lambda name, found, runs: wall_text(runs)),
        ("CPU s", lambda name, found, runs: f"{median(run.cpu for run in runs):.4g}"),
    ]
    if unit:
        columns += [
            (f"CPU µs/{unit}", lambda name, found, runs: f"{each(found, 'cpu') * 1e6:.3g}"),
            (f"{unit}s/s", lambda name, found, runs: rate_text(1 / each(found, "wall"))),
        ]
    columns += [
        ("peak MB", lambda name, found, runs: f"{median(run.peak for run in runs):.1f}"),
        (f"wall ÷ {subject}", lambda name, found, runs: ratio_text(found, result, "wall")),
        (f"CPU ÷ {subject}", lambda name, found, runs: ratio_text(found, result, "cpu")),
        ("others' cores", lambda name, found, runs: f"{median(run.others for run in runs):.2f}"),
    ]
    fastest_first = sorted(result.runs.items(), key=lambda entry: each(entry[1], "wall"))
    rows = [
        [text(name, found, [run for run in found if run]) for _, text in columns]
        for name, found in fastest_first
    ]
    return markdown([title for title, _ in columns], "l" + "r" * (len(columns) - 1), rows)


def figures_table(result):
    rows = [
        [figure.text, figure.show.format(figure.value(result.runs))]
        for figure in result.workload.figures
        if all(name in result.runs and name not in result.left_out for name in figure.commands)
    ]
    return markdown(["what follows", "measured"], "lr", rows)


def each(runs, figure):
    """The median of a figure for one element."""
    return median(getattr(run, figure) / run.elements for run in runs if run)


def wall_text(runs):
    walls = [run.wall for run in runs]
    return f"{median(walls):.4g} ({min(walls):.4g}–{max(walls):.4g})"


def rate_text(rate):
    if rate >= 1e6:
        return f"{rate / 1e6:.2f} M"
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"


def ratio_text(runs, result, figure):
    """Per element, against the workload's subject."""
    subject = result.runs.get(result.workload.subject)
    base = each(subject, figure) if subject else 0
    return f"{each(runs, figure) / base:.2f}" if base > 0 else "–"


def markdown(titles, alignment, rows):
    lines = [titles, ["---:" if side == "r" else "---" for side in alignment], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
