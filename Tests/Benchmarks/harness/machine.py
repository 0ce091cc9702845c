"""What the figures were measured on and with."""

import os
import platform
import re
import subprocess

VERSIONS = {
    "mawk": ["mawk", "-W", "version"],
    "sed": ["sed", "--version"],
    "perl": ["perl", "-e", "print $^V"],
    "ripgrep": ["rg", "--version"],
    "jq": ["jq", "--version"],
    "Miller": ["mlr", "--version"],
    "parallel": ["parallel", "--version"],
    "Rust": ["rustc", "--version"],
    "gcc": ["gcc", "--version"],
}


def description(bench):
    """Pairs of a word and what there is to say."""
    pypeln = "import importlib.metadata, platform; print(importlib.metadata.version('pypeln') + ', Python ' + platform.python_version())"
    peers = {name: number(first_line(argv)) for name, argv in VERSIONS.items()}
    peers["pypeln"] = first_line([bench.python, "-c", pypeln])
    return [
        ("swpipe", f"{first_line([bench.binary, '--version'])}, commit {commit()}"),
        ("Swift", number(first_line(["swift", "--version"])) or "–"),
        ("processor", f"{processor()}, {os.cpu_count()} cores"),
        ("memory", f"{memory():.0f} GiB"),
        ("system", f"{distribution()}, Linux {platform.release()}"),
        ("peers", ", ".join(f"{name} {version}" for name, version in peers.items() if version)),
    ]


def first_line(argv):
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout.strip().splitlines() or [""])[0]


def number(text):
    found = re.search(r"\d+(\.\d+)+", text) or re.search(r"\d{4,}", text)
    return found.group() if found else ""


def commit():
    here = os.path.dirname(os.path.abspath(__file__))
    name = first_line(["git", "-C", here, "rev-parse", "--short", "HEAD"])
    changed = first_line(["git", "-C", here, "status", "--porcelain", "--untracked-files=no"])
    return (name or "unknown") + (", with changes" if changed else "")


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = re.findall(r"^model name\s*: (.*)$", file.read(), re.MULTILINE)
    return names[0] if names else platform.machine()


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)


def distribution():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()
