"""Models and templates, as the wire shows them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.schemas.base import Body, ModelId, PlainText, Read, UtcDatetime, printable

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(printable)]
Description = Annotated[PlainText, StringConstraints(max_length=2000)]
Token = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
ModelList = Annotated[list[ModelId], Field(min_length=1, max_length=100)]


class Accuracy(Read):
    """A model's measured accuracy: rates in 0..1 over ``n`` closed signals, with a 95 % interval."""

    source: str
    hit_rate: float
    ci_low: float
    ci_high: float
    cs_low: float
    baseline: float
    n: int
    verdict: str


class ModelRead(Read):
    """A model as a person sees it; ``accuracy`` is null until it has been measured."""

    id: str
    name: str
    description: str
    is_free: bool
    has_access: bool
    expires_at: UtcDatetime | None
    accuracy: Accuracy | None


class AdminModelRead(Read):
    id: str
    name: str
    description: str
    is_free: bool
    is_active: bool
    accuracy: Accuracy | None
    created_at: UtcDatetime


class ModelCreate(Body):
    id: ModelId
    name: Name
    description: Description = ""
    is_free: bool = False
    is_active: bool = True


class ModelPatch(Body):
    """Only what is given changes. Accuracy is measured and cannot be set."""

    name: Name | None = None
    description: Description | None = None
    is_free: bool | None = None
    is_active: bool | None = None


class TemplateRead(Read):
    id: UUID
    name: str
    description: str
    subscriptions: list[str]
    is_premium: bool
    color_scheme: str
    icon: str
    is_active: bool
    created_at: UtcDatetime


class TemplateCreate(Body):
    name: Name
    description: Description = ""
    subscriptions: ModelList
    is_premium: bool = False
    color_scheme: Token = "neutral"
    icon: Token = "layers"
    is_active: bool = True


class TemplatePatch(Body):
    """Only what is given changes."""

    name: Name | None = None
    description: Description | None = None
    subscriptions: ModelList | None = None
    is_premium: bool | None = None
    color_scheme: Token | None = None
    icon: Token | None = None
    is_active: bool | None = None
