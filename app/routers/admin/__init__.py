"""The admins' doors. Every route asks for the role in the row; every POST honours Idempotency-Key.

Each part has the prefix itself: a route then knows its whole template, which logs and metrics name.
"""

from fastapi import APIRouter, Depends

from app.deps.gate import admin_required
from app.deps.limits import AdminLimit
from app.routers.admin import approvals, broadcasts, catalogue, history, monitoring, rights, users
from app.routers.admin import requests as access_requests

router = APIRouter(dependencies=[Depends(admin_required), AdminLimit])
for part in (users, rights, access_requests, history, catalogue, broadcasts, monitoring, approvals):
    router.include_router(part.router)
