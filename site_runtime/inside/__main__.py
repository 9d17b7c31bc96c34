"""Started by the runner, isolated (`python -I`): the path of our own packages is set here."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent.parent)

if __name__ == "__main__":
    sys.path.insert(0, ROOT)
    from site_runtime.inside.life import live

    live(control_fd=int(sys.argv[1]), runner=int(sys.argv[2]), root=ROOT)
