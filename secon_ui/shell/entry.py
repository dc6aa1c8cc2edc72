"""The entry script: run anew for every reader at every click, by the app in ``dashboard.py``."""

from secon_ui.shell import frame

frame.run()
