"""``python -m secon_data``: see ``cli``."""

import sys

from secon_data.cli import main

sys.exit(main())
