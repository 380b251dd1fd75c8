#!/usr/bin/env python3
"""Exploring beside its peers (targets E1 to E4), as tables in Markdown; each figure is the median of ROUNDS (5), in turn.

  bench/explore.py every [MODEL...]    every move: SPIN's pan (-DNOREDUCE) on what `ipcscope export` writes, and ours
  bench/explore.py reduced [MODEL...]  moves left out: pan on models written by hand (bench/models/*.pml), and ours
  bench/explore.py curve [ITEMS...]    the bounded buffer with ever more items, every move: pan and ours
  bench/explore.py harmony             Harmony on its bounded buffer, and ours
  bench/explore.py wasm                ours in WebAssembly beside ours: as fast as can be, and as the page has it; wall clock

Needs spin, gcc and time (apt-get install spin gcc time). Seconds and bytes are those of the whole process: the time that it had
of a processor, since others may use the machine (each has one thread; Harmony, which has several, tells its own), and the
most memory that it had. pan gets a hash table of as many places as there are states,
up to a power of two, and a stack as deep as it needs: both are known from a first run, which is not measured.
"""
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "target/bench/explore"
MODELS = ROOT / "bench/models"
IPCSCOPE = ROOT / "target/release/ipcscope"
EXPLORE = ROOT / "target/release/explore"
ROUNDS = int(os.environ.get("ROUNDS", "5"))
HARMONY = "1.2.4126"
WASM = "wasm32-unknown-unknown"
# In which way ours finds the same states as pan: `whole` forgets nothing.
ALIKE = {"bounded-buffer": "every", "philosophers": "every", "peterson": "whole", "pipeline": "every"}


def run(command, folder=ROOT):
    """What a program prints, its seconds, and the most bytes it had."""
    told = BUILD / "memory"
    started = subprocess.Popen(
        ["/usr/bin/time", "-q", "-f", "%M", "-o", told, *map(str, command)],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    printed = started.stdout.read()
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    return printed, used.ru_utime + used.ru_stime, int(told.read_text().split()[-1]) * 1024


class Pan:
    """SPIN's verifier of a model."""

    def __init__(self, name, text, options):
        self.name = name
        self.folder = BUILD / re.sub(r"\W+", "-", name)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "model.pml").write_text(text)
        subprocess.run(["spin", "-a", "model.pml"], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["gcc", "-O2", "-w", "-DSAFETY", *options, "-o", "pan", "pan.c"], cwd=self.folder, check=True)
        told, _, _ = run(["./pan", "-n", "-c0", "-m4000000", "-w24"], self.folder)
        states, _, depth = self.counts(told)
        self.command = ["./pan", "-n", "-c0", f"-m{depth + 100}", f"-w{max(10, math.ceil(math.log2(states)))}"]

    def counts(self, told):
        number = lambda pattern: int(re.search(pattern, told)[1])
        depth = number(r"depth reached (\d+)")
        return number(r"(\d+) states, stored"), number(r"(\d+) transitions \("), depth

    def measure(self):
        told, seconds, resident = run(self.command, self.folder)
        states, moves, _ = self.counts(told)
        return states, moves, seconds, resident


class Ours:
    """The explorer in one of its ways: see bench/src/bin/explore.rs."""

    def __init__(self, name, how, model):
        self.name = name
        self.command = [EXPLORE, how, model]

    def measure(self):
        told, seconds, resident = run(self.command)
        states, moves = map(int, told.split()[:2])
        return states, moves, seconds, resident


class Harmony:
    def __init__(self):
        self.name = f"Harmony {HARMONY}, {os.cpu_count()} workers"
        venv = BUILD / "venv"
        if not (venv / "bin/harmony").exists():
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([venv / "bin/pip", "install", "-q", f"harmony=={HARMONY}"], check=True)
        self.command = [venv / "bin/harmony", "--noweb", MODELS / "bounded-buffer.hny"]

    def measure(self):
        told, _, resident = run(self.command, BUILD)
        states, seconds = re.search(r"\* (\d+) states \(time ([\d.]+)s", told).groups()
        moves = re.search(r"\d+/(\d+) computations", told)[1]
        # What it takes to compile and to write its page is not counted.
        return int(states), int(moves), float(seconds), resident


def measured(who):
    """The medians of each, measured in turn."""
    rounds = [[one.measure() for one in who] for _ in range(ROUNDS)]
    return [[statistics.median(values) for values in zip(*own)] for own in zip(*rounds)]


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    row(*cells)
    row(*["---"] * len(cells))


def line(model, name, figures, *more):
    states, moves, seconds, resident = figures
    rate, each = states / seconds / 1e6, resident / states
    row(model, name, int(states), int(moves), f"{seconds:.3f}", f"{rate:.2f}", f"{each:.1f}", *more)


def against(figures, peer, least):
    """Ratios of rate and memory to a peer's."""
    rate = figures[0] / figures[2] / (peer[0] / peer[2])
    memory = (peer[3] / peer[0]) / (figures[3] / figures[0])
    told = lambda value, least: "reached" if value >= least else f"missed by {least / value:.2f}"
    return f"{rate:.1f} ({told(rate, least)})", f"{memory:.1f} ({told(memory, 2)})"


def exported(model):
    return subprocess.run(
        [IPCSCOPE, "export", model, "--to", "promela"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def every(models):
    head("model", "who", "states", "moves", "seconds", "M states/s", "B a state", "states/s: ours / pan", "B: pan / ours")
    for name in models or ALIKE:
        file = MODELS / f"{name}.ipc"
        pan = Pan(f"pan {name}", exported(file), ["-DNOREDUCE"])
        who = [pan, *(Ours(f"ipcscope, {how}", how, file) for how in ["whole", "every"] if how in (ALIKE[name], "every"))]
        peer, *figures = measured(who)
        line(name, "pan", peer, "", "")
        for one, own in zip(who[1:], figures):
            line(name, one.name, own, *against(own, peer, 4))


def reduced(models):
    head("model", "who", "states", "moves", "seconds", "M states/s", "B a state", "seconds: pan / ours", "states")
    for name in models or ALIKE:
        file = MODELS / f"{name}.ipc"
        who = [
            Pan(f"pan by hand {name}", (MODELS / f"{name}.pml").read_text(), []),
            Ours("ipcscope, reduced", "reduced", file),
            Ours("ipcscope, complete verdict", "verdict", file),
        ]
        peer, *figures = measured(who)
        line(name, "pan, by hand, reduced", peer, "", "")
        for one, own in zip(who[1:], figures):
            fewer = "no more" if own[0] <= peer[0] else f"{own[0] / peer[0]:.2f} times as many"
            line(name, one.name, own, f"{peer[2] / own[2]:.1f}", fewer)


def curve(sizes):
    head("items", "who", "states", "moves", "seconds", "M states/s", "B a state", "states/s: ours / pan", "B: pan / ours")
    text = (MODELS / "bounded-buffer.ipc").read_text()
    for items in sizes or ["4", "10", "21", "46", "100"]:
        file = BUILD / f"buffer-{items}.ipc"
        file.write_text(text.replace("repeat 60", f"repeat {items}"))
        who = [Pan(f"pan {items}", exported(file), ["-DNOREDUCE"]), Ours("ipcscope, every", "every", file)]
        peer, own = measured(who)
        line(items, "pan", peer, "", "")
        line(items, who[1].name, own, *against(own, peer, 4))


def harmony(_):
    head("model", "who", "states", "moves", "seconds", "M states/s", "B a state", "states/s: ours / Harmony", "B: Harmony / ours")
    who = [Harmony(), *(Ours(f"ipcscope, {how}", how, MODELS / "monitor.ipc") for how in ["whole", "every"])]
    peer, *figures = measured(who)
    line("monitor", who[0].name, peer, "", "")
    for one, own in zip(who[1:], figures):
        line("monitor", one.name, own, *against(own, peer, 10))


def module(profile):
    """The bench's module, built with a profile of ours."""
    library = ["cargo", "rustc", "-q", "-p", "ipcscope-bench", "--lib", "--crate-type", "cdylib"]
    subprocess.run([*library, "--target", WASM, "--profile", profile], cwd=ROOT, check=True)
    return ROOT / "target" / WASM / profile / "ipcscope_bench.wasm"


def wasm(_):
    head("model", "native", "profile", "cold", "warm", "native / cold, asked for 0.55", "native / warm, asked for 0.7")
    modules = {profile: module(profile) for profile in ["release", "views"]}
    for number, (model, how) in enumerate(ALIKE.items()):
        native, times = [], {profile: [] for profile in modules}
        for _ in range(ROUNDS):
            told = subprocess.check_output([EXPLORE, how, MODELS / f"{model}.ipc"], text=True).split()
            native.append(float(told[2]))
            for profile, file in modules.items():
                asked = ["node", ROOT / "bench/src/wasm.mjs", file, "explore", str(number), str(int(how == "whole"))]
                times[profile].append([*map(float, subprocess.check_output(asked, text=True).split())][:2])
        native = statistics.median(native)
        for profile, both in times.items():
            cold, warm = (statistics.median(one) for one in zip(*both))
            row(model, f"{native:.3f}", profile, f"{cold:.3f}", f"{warm:.3f}", f"{native / cold:.2f}", f"{native / warm:.2f}")


if __name__ == "__main__":
    what = {"every": every, "reduced": reduced, "curve": curve, "harmony": harmony, "wasm": wasm}.get((sys.argv + [""])[1])
    if what is None:
        sys.exit(__doc__)
    BUILD.mkdir(parents=True, exist_ok=True)
    if "BUILT" not in os.environ:
        subprocess.run(["cargo", "build", "--release", "-q", "-p", "ipcscope-cli", "-p", "ipcscope-bench"], cwd=ROOT, check=True)
    what(sys.argv[2:])
