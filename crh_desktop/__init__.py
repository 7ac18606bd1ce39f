"""CRH Desktop: finds duplicate and similar photos, and never loses one."""

__version__ = "0.1.0"
