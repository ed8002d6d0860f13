"""Models and templates: what there is to hold."""

from uuid import UUID

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.bus.events import CatalogueChanged
from app.bus.publish import publish
from app.db.unit import Unit
from app.errors import ModelExists, ModelInUse, TemplateExists, UnknownModel, UnknownTemplate
from app.models.subscriptions import SubscriptionModel, SubscriptionTemplate, UserSubscription
from app.schemas.catalogue import (
    AdminModelRead,
    ModelCreate,
    ModelPatch,
    ModelRead,
    TemplateCreate,
    TemplatePatch,
    TemplateRead,
)
from app.services.subscriptions.orders import require_models


async def models_for(unit: Unit, telegram_id: int) -> list[ModelRead]:
    """Every model on sale, and retired ones that the user still holds, free ones first."""
    held = (
        select(col(UserSubscription.model_id), col(UserSubscription.expiry_date))
        .where(
            col(UserSubscription.user_id) == telegram_id,
            col(UserSubscription.is_active),
            or_(
                col(UserSubscription.expiry_date).is_(None), col(UserSubscription.expiry_date) > func.clock_timestamp()
            ),
        )
        .subquery()
    )
    query = (
        select(SubscriptionModel, held.c.model_id.is_not(None), held.c.expiry_date)
        .outerjoin(held, held.c.model_id == col(SubscriptionModel.id))
        .where(or_(col(SubscriptionModel.is_active), held.c.model_id.is_not(None)))
        .order_by(col(SubscriptionModel.is_free).desc(), col(SubscriptionModel.created_at), col(SubscriptionModel.id))
    )
    return [
        ModelRead(
            id=model.id,
            name=model.name,
            description=model.description,
            is_free=model.is_free,
            has_access=has_access,
            expires_at=expires_at,
            accuracy=model.accuracy,
        )
        for model, has_access, expires_at in (await unit.session.execute(query))
    ]


async def model_ids(unit: Unit) -> frozenset[str]:
    """The ids of all models, retired ones too."""
    return frozenset((await unit.session.execute(select(col(SubscriptionModel.id)))).scalars())


async def list_models(unit: Unit) -> list[AdminModelRead]:
    query = select(SubscriptionModel).order_by(col(SubscriptionModel.created_at), col(SubscriptionModel.id))
    return [AdminModelRead.model_validate(model) for model in (await unit.session.execute(query)).scalars()]


async def create_model(unit: Unit, body: ModelCreate) -> AdminModelRead:
    """Raises ModelExists."""
    statement = (
        insert(SubscriptionModel).values(**body.model_dump(), created_at=await unit.now()).on_conflict_do_nothing()
    )
    made = await unit.session.execute(statement.returning(col(SubscriptionModel.id)))
    if made.scalar_one_or_none() is None:
        raise ModelExists
    await publish(unit.session, CatalogueChanged())
    return await _read_model(unit, body.id)


async def change_model(unit: Unit, model_id: str, patch: ModelPatch) -> AdminModelRead:
    """Raises UnknownModel."""
    if values := patch.model_dump(exclude_none=True):
        await unit.session.execute(
            update(SubscriptionModel).where(col(SubscriptionModel.id) == model_id).values(values)
        )
        await publish(unit.session, CatalogueChanged())
    return await _read_model(unit, model_id)


async def delete_model(unit: Unit, model_id: str) -> None:
    """Remove a model that nothing refers to. Raises UnknownModel, ModelInUse."""
    await _read_model(unit, model_id)
    named = select(func.count()).where(col(SubscriptionTemplate.subscriptions).op("?")(model_id))
    if (await unit.session.execute(named)).scalar_one():
        raise ModelInUse
    try:
        async with unit.session.begin_nested():
            await unit.session.execute(delete(SubscriptionModel).where(col(SubscriptionModel.id) == model_id))
    except IntegrityError:
        raise ModelInUse from None
    await publish(unit.session, CatalogueChanged())


async def _read_model(unit: Unit, model_id: str) -> AdminModelRead:
    query = (
        select(SubscriptionModel).where(col(SubscriptionModel.id) == model_id).execution_options(populate_existing=True)
    )
    model = (await unit.session.execute(query)).scalar_one_or_none()
    if model is None:
        raise UnknownModel
    return AdminModelRead.model_validate(model)


async def list_templates(unit: Unit) -> list[TemplateRead]:
    query = select(SubscriptionTemplate).order_by(
        func.jsonb_array_length(col(SubscriptionTemplate.subscriptions)), col(SubscriptionTemplate.name)
    )
    return [TemplateRead.model_validate(row) for row in (await unit.session.execute(query)).scalars()]


async def create_template(unit: Unit, body: TemplateCreate) -> TemplateRead:
    """Raises TemplateExists, UnknownModel, ModelRetired."""
    await require_models(unit, sorted(set(body.subscriptions)))
    template = SubscriptionTemplate(**body.model_dump(), created_at=await unit.now())
    try:
        async with unit.session.begin_nested():
            unit.session.add(template)
    except IntegrityError:
        raise TemplateExists from None
    return TemplateRead.model_validate(template)


async def change_template(unit: Unit, template_id: UUID, patch: TemplatePatch) -> TemplateRead:
    """Raises UnknownTemplate, TemplateExists, UnknownModel, ModelRetired."""
    template = await unit.session.get(SubscriptionTemplate, template_id, with_for_update=True)
    if template is None:
        raise UnknownTemplate
    if patch.subscriptions is not None:
        await require_models(unit, sorted(set(patch.subscriptions)))
    try:
        async with unit.session.begin_nested():
            template.sqlmodel_update(patch.model_dump(exclude_none=True))
            await unit.session.flush()
    except IntegrityError:
        raise TemplateExists from None
    return TemplateRead.model_validate(template)


async def delete_template(unit: Unit, template_id: UUID) -> None:
    """Rights granted through it stay. Raises UnknownTemplate."""
    gone = delete(SubscriptionTemplate).where(col(SubscriptionTemplate.id) == template_id)
    if (await unit.session.execute(gone.returning(col(SubscriptionTemplate.id)))).scalar_one_or_none() is None:
        raise UnknownTemplate


_SEED_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('forexsignals.seed'))")


async def plant_seed(unit: Unit, models: list[ModelCreate], templates: list[TemplateCreate]) -> None:
    """Put the first models and templates into an empty catalogue; a catalogue with models in it is left alone."""
    await unit.session.execute(_SEED_LOCK)
    if await model_ids(unit):
        return
    for model in models:
        await create_model(unit, model)
    for template in templates:
        await create_template(unit, template)
