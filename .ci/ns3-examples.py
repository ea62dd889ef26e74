#!/usr/bin/env python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs ns-3's own examples with ns-3's TCP and with this module's, and shows the results.

    .ci/ns3-examples.py NS3_SOURCE_TREE [--build=build/default] [--table=FILE.rst.inc] [NAME...]

Each example is compiled twice against the installed ns-3, which should be of the source tree's
release: as it is, and with one line (and one #include) more, TcpLifecycleHelper().InstallAll() after
its InternetStackHelper has installed the stack. Both get a call that counts the segments which
arrive at hosts. Fails if an example does not compile, does not run to its end, or moves nothing with
this module's TCP where it moves something with ns-3's.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT = 900  # seconds for one run

VARIANTS = ["TcpNewReno", "TcpLinuxReno", "TcpHybla", "TcpHighSpeed", "TcpHtcp", "TcpVegas",
            "TcpScalable", "TcpVeno", "TcpBic", "TcpYeah", "TcpIllinois", "TcpWestwood", "TcpLedbat",
            "TcpLp", "TcpCubic", "TcpDctcp", "TcpBbr"]
# What this module says of an algorithm that it cannot serve.
REFUSED = re.compile(r"SocketType is \S+: (it needs [^;]*);")

# Name, source below the tree, other sources, and the command lines to run it with.
EXAMPLES = [
    ("tcp-bulk-send", "examples/tcp/tcp-bulk-send.cc", [], [[], ["--maxBytes=1000000"]]),
    ("tcp-large-transfer", "examples/tcp/tcp-large-transfer.cc", [], [[]]),
    ("tcp-star-server", "examples/tcp/tcp-star-server.cc", [], [[]]),
    ("tcp-variants-comparison", "examples/tcp/tcp-variants-comparison.cc", [],
     [[f"--transport_prot={name}", "--duration=30"] for name in VARIANTS] +
     [["--transport_prot=TcpCubic", "--duration=10", "--tracing=1"]]),
    ("tcp-validation", "examples/tcp/tcp-validation.cc", [],
     [["--firstTcpType=cubic", "--linkRate=50Mbps", "--baseRtt=50ms", "--queueUseEcn=0",
       "--stopTime=30s"]]),
    ("tcp-linux-reno", "examples/tcp/tcp-linux-reno.cc", [], [["--stopTime=60s"]]),
    ("tcp-pcap-nanosec-example", "examples/tcp/tcp-pcap-nanosec-example.cc", [], [[]]),
    ("fifth", "examples/tutorial/fifth.cc", ["examples/tutorial/tutorial-app.cc"], [[]]),
    ("sixth", "examples/tutorial/sixth.cc", ["examples/tutorial/tutorial-app.cc"], [[]]),
    ("seventh", "examples/tutorial/seventh.cc", ["examples/tutorial/tutorial-app.cc"], [[]]),
    ("three-gpp-http-example", "src/applications/examples/three-gpp-http-example.cc", [], [[]]),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree", type=pathlib.Path, help="source tree of ns-3")
    parser.add_argument("names", nargs="*", help="only these examples")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/default",
                        help="build folder of the module, stand-alone")
    parser.add_argument("--table", type=pathlib.Path, help="reStructuredText for the manual")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    known = [name for name, *_ in EXAMPLES]
    for name in given.names:
        if name not in known:
            parser.error(f"there is no example {name}; known are {', '.join(known)}")
    if not (given.tree / EXAMPLES[0][1]).exists():
        parser.error(f"{given.tree} has no {EXAMPLES[0][1]}: name an ns-3 source tree, for example "
                     "what apt-get source ns3 makes")
    if not list(given.build.glob("lib/libns3-tcp-lifecycle.*")):
        parser.error(f"{given.build}/lib has no libns3-tcp-lifecycle: build it first, "
                     "bash .ci/build.sh default libtcp-lifecycle")
    return given


def patched(text, ours, name):
    """The example's source, with the line that switches the TCP if ours."""
    run = re.search(r"^ *Simulator::Run\(\);", text, re.M)
    stack = re.search(r"InternetStackHelper\s+(\w+);", text)
    if not run or not stack:
        sys.exit(f"{name}: no Simulator::Run() or no InternetStackHelper in it; look at its source")
    text = text[:run.start()] + "    ns3_examples::Start();\n" + text[run.start():]
    if ours:
        calls = list(re.finditer(rf"^ *{stack.group(1)}\.Install(All)?\([^;]*;\n", text, re.M))
        end = calls[-1].end()
        text = text[:end] + "    TcpLifecycleHelper().InstallAll();\n" + text[end:]
        text = '#include "ns3/tcp-lifecycle-helper.h"\n' + text
    return text


def folders_of_headers():
    """Of the module, whose headers include each other by base name."""
    return sorted({header.parent for top in ("model", "helper")
                   for header in (ROOT / top).rglob("*.h")})


def standard(tree):
    """What ns-3's own headers ask of the compiler."""
    minor = int((tree / "VERSION").read_text().strip().split(".")[1])
    return "-std=c++17" if minor < 41 else "-std=c++20" if minor < 46 else "-std=c++23"


def compiled(example, ours, given, folder):
    name, source, others, _ = example
    code = folder / f"{name}-{'ours' if ours else 'ns3'}.cc"
    path = given.tree / source
    code.write_text(patched(path.read_text(), ours, name))
    program = code.with_suffix("")
    libraries = pathlib.Path("/usr/lib").glob("*/libns3-*.so")
    command = ["ccache"] if subprocess.run(["which", "ccache"], capture_output=True,
                                           check=False).returncode == 0 else []
    includes = [f"-I{given.build}/include", f"-I{ROOT}/test/ns3-examples", f"-I{path.parent}"]
    includes += [f"-I{room}" for room in folders_of_headers()]
    objects = []
    for number, file in enumerate([code] + [given.tree / other for other in others]):
        target = program.with_suffix(f".{number}.o")
        done = subprocess.run([*command, "g++", standard(given.tree), "-O0", "-DNS3_LOG_ENABLE", *includes,
                               "-include", "report.h", "-c", str(file), "-o", str(target)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return None, done.stderr
        objects.append(str(target))
    libs = sorted({f"-l{library.name[3:-3]}" for library in libraries})
    done = subprocess.run(["g++", *objects, "-o", str(program), f"-L{given.build}/lib",
                           f"-Wl,-rpath,{given.build.resolve()}/lib", "-Wl,--no-as-needed",
                           "-lns3-tcp-lifecycle", "-Wl,--as-needed", *libs],
                          capture_output=True, text=True, check=False)
    return (program, "") if done.returncode == 0 else (None, done.stderr)


def run(program, options, folder):
    """The report's numbers, and what was said on stderr; None and the reason if it failed."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run([str(program), *options], cwd=folder, capture_output=True, text=True,
                              check=False, timeout=LIMIT, errors="replace")
    except subprocess.TimeoutExpired:
        return None, f"not at its end after {LIMIT} s"
    found = re.search(r"^report: segments (\d+) bytes (\d+) read (\d+) last (\S+)$", done.stdout,
                      re.M)
    if done.returncode != 0 or not found:
        return None, f"exit {done.returncode}: {done.stderr.strip()[-600:]}"
    said = [line for line in done.stderr.splitlines() if line.startswith("tcp-lifecycle:")]
    return (int(found[1]), int(found[2]), int(found[3]), float(found[4])), "\n".join(said)


def tried(example, given, folder):
    """Rows of an example: name, options, result with ns-3's TCP, with ours, what was said."""
    programs = []
    for ours in (False, True):
        program, problem = compiled(example, ours, given, folder)
        if program is None:
            return [(example[0], "", None, None, f"does not compile: {problem[-1500:]}")]
        programs.append(program)
    rows = []
    renamed = (given.tree / "src/internet/model/tcp-westwood-plus.h").exists()
    for number, options in enumerate(example[3]):
        if renamed:  # as later releases call it
            options = [option.replace("=TcpWestwood", "=TcpWestwoodPlus") for option in options]
        results = [run(program, options, folder / f"{program.name}-{number}")
                   for program in programs]
        said = "\n".join(text for _, text in results if text)
        rows.append((example[0], " ".join(options), results[0][0], results[1][0], said))
        print(*shown(rows[-1]), sep="  ", flush=True)
    return rows


def shown(row):
    name, options, stock, ours, said = row

    def cells(result):
        if result is None:
            refused = REFUSED.search(said)
            return ["refused: " + refused[1] if refused else "failed", ""]
        segments, octets, _, last = result
        rate = f"{octets * 8 / last / 1e6:.3f}" if last > 0 else "0"
        return [f"{octets} in {segments}", rate]
    columns = [name, options, *cells(stock), *cells(ours)]
    return columns + [said] if said and not REFUSED.search(said) else columns


def is_bad(row):
    _, _, stock, ours, said = row
    if stock is not None and ours is None and REFUSED.search(said):
        return False
    return ours is None or stock is None or (stock[1] > 0 and ours[1] == 0)


def write_table(path, rows, version):
    lines = [".. Printed by .ci/ns3-examples.py --table", "",
             f"Examples of ns-3 {version}, bytes of data that arrived at hosts, in how many TCP "
             "segments of all kinds, and", "the mean rate until the last of them, in Mb/s:", "",
             ".. list-table::", "   :header-rows: 1", "",
             "   * - example", "     - ns-3's TCP", "     - Mb/s", "     - this TCP", "     - Mb/s"]
    for row in rows:
        name, options, *cells = shown(row)[:6]
        text = f"``{name}``" + (f" ``{options}``" if options else "")
        lines += [f"   * - {text}"] + [f"     - {cell}".rstrip() for cell in cells]
    path.write_text("\n".join(lines) + "\n")


def main():
    given = arguments()
    wanted = [example for example in EXAMPLES if not given.names or example[0] in given.names]
    version = (given.tree / "VERSION").read_text().strip()
    with tempfile.TemporaryDirectory() as scratch, \
            concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        results = list(pool.map(lambda example: tried(example, given, pathlib.Path(scratch)),
                                wanted))
    rows = [row for result in results for row in result]
    bad = [row for row in rows if is_bad(row)]
    for row in bad:
        print("FAILED:", *shown(row), sep="\n    ", file=sys.stderr)
    if given.table:
        write_table(given.table, rows, version)
    print(f"{len(rows) - len(bad)} of {len(rows)} runs are as they should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
