"""`python -m dmptui`."""

import sys

from dmptui.cli import main

sys.exit(main())
