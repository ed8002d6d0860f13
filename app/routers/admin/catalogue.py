"""Models and templates, for admins."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, status

from app.deps.idempotency import AdminRoute
from app.deps.unit import UnitDep
from app.errors import (
    IdempotencyKeyReused,
    ModelExists,
    ModelInUse,
    ModelRetired,
    TemplateExists,
    TooLarge,
    UnknownModel,
    UnknownTemplate,
)
from app.routers.documented import raises
from app.schemas.base import ModelId
from app.schemas.catalogue import AdminModelRead, ModelCreate, ModelPatch, TemplateCreate, TemplatePatch, TemplateRead
from app.services import catalogue

router = APIRouter(prefix="/api/admin", tags=["Admin: catalogue"], route_class=AdminRoute)

ModelKey = Annotated[ModelId, Path()]


@router.get("/models")
async def list_models(unit: UnitDep) -> list[AdminModelRead]:
    """Every model, retired ones too."""
    return await catalogue.list_models(unit)


@router.post(
    "/models", status_code=status.HTTP_201_CREATED, openapi_extra=raises(ModelExists, IdempotencyKeyReused, TooLarge)
)
async def create_model(body: ModelCreate, unit: UnitDep) -> AdminModelRead:
    """Put a model on sale."""
    return await catalogue.create_model(unit, body)


@router.patch("/models/{model_id}", openapi_extra=raises(UnknownModel, TooLarge))
async def change_model(model_id: ModelKey, body: ModelPatch, unit: UnitDep) -> AdminModelRead:
    """Rename, describe, retire. Accuracy is measured and cannot be set."""
    return await catalogue.change_model(unit, model_id, body)


@router.delete(
    "/models/{model_id}", status_code=status.HTTP_204_NO_CONTENT, openapi_extra=raises(UnknownModel, ModelInUse)
)
async def delete_model(model_id: ModelKey, unit: UnitDep) -> None:
    """Remove a model that nothing has ever referred to."""
    await catalogue.delete_model(unit, model_id)


@router.get("/templates")
async def list_templates(unit: UnitDep) -> list[TemplateRead]:
    """Every template, smallest first."""
    return await catalogue.list_templates(unit)


@router.post(
    "/templates",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=raises(TemplateExists, UnknownModel, ModelRetired, IdempotencyKeyReused, TooLarge),
)
async def create_template(body: TemplateCreate, unit: UnitDep) -> TemplateRead:
    """Name a set of models that is granted in one step."""
    return await catalogue.create_template(unit, body)


@router.patch(
    "/templates/{template_id}",
    openapi_extra=raises(UnknownTemplate, TemplateExists, UnknownModel, ModelRetired, TooLarge),
)
async def change_template(template_id: UUID, body: TemplatePatch, unit: UnitDep) -> TemplateRead:
    """Change a template. Rights already granted through it stay as they are."""
    return await catalogue.change_template(unit, template_id, body)


@router.delete(
    "/templates/{template_id}", status_code=status.HTTP_204_NO_CONTENT, openapi_extra=raises(UnknownTemplate)
)
async def delete_template(template_id: UUID, unit: UnitDep) -> None:
    """Remove a template. Rights already granted through it stay as they are."""
    await catalogue.delete_template(unit, template_id)
