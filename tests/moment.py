"""When the tests began: the demonstration is told from then, should midnight come meanwhile."""

import os
from datetime import datetime

from dmptui.core.model.days import now

STARTED = datetime.fromisoformat(os.environ.setdefault("DMPTUI_TESTS_STARTED", now().isoformat()))
"""The same in every process of the tests: the workers have the environment of who started them."""
