"""A show: views of the app one after another, as slides."""
