"""Every measurement, one after the other. Usage: ``python -m bench [name ...]``; without names, all of them."""

import subprocess
import sys

NAMES = ("guard", "push", "storm", "sockets", "bulk", "sizes", "startup")


def main() -> int:
    wanted = sys.argv[1:] or NAMES
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"There is no {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    failed = 0
    for name in wanted:
        print(f"=== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
