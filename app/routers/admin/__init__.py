"""The admins' doors. Every route asks for the role in the row; every POST honours Idempotency-Key."""

from fastapi import APIRouter, Depends

from app.deps.gate import admin_required
from app.routers.admin import catalogue, history, rights, users
from app.routers.admin import requests as access_requests

router = APIRouter(prefix="/api/admin", dependencies=[Depends(admin_required)])
for part in (users, rights, access_requests, history, catalogue):
    router.include_router(part.router)
