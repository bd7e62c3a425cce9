"""formkit: official ledgers from one description of the form."""

__version__ = "0.1.0"
