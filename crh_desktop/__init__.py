"""CRH Desktop: finds duplicate and similar photos, and never loses one."""

import os

__version__ = "0.1.0"

# ONNX Runtime tells its maker how it is used unless this is set before it is loaded. Nothing leaves this machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
