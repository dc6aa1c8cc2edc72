"""The app: ``streamlit run dashboard.py`` (or ``make run``)."""

from secon_ui import frame

frame.run()
