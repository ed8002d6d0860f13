"""What every peer is told by its environment."""

import json
import os
from typing import Final

KEY: Final = os.environ.get("JWT_SECRET_KEY", "")
AUDIENCE: Final = "forexsignals-app"
ISSUER: Final = "forexsignals"
DATABASE_URL: Final = os.environ.get("DATABASE_URL", "")
POOL: Final = 10

BODY: Final = json.dumps({"signal": {"id": "0" * 36, "reasons": "x" * 860}}).encode()
"""An answer of about the size of ours."""
