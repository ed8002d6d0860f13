"""The catalogue that a new installation starts with."""

from app.db.unit import Unit
from app.schemas.catalogue import ModelCreate, TemplateCreate
from app.services.catalogue import plant_seed

MODELS = [
    ModelCreate(
        id="logistic-spy",
        name="Logistic Spy",
        description="Logistic regression on momentum and volatility. Plain, quick to explain, free for everybody.",
        is_free=True,
    ),
    ModelCreate(
        id="shadow-stack",
        name="Shadow Stack",
        description="A stack: logistic regression, random forest and boosting vote, a second model weighs them.",
    ),
    ModelCreate(
        id="forest-necromancer",
        name="Forest Necromancer",
        description="A random forest over the same features, strong where several weak conditions meet.",
    ),
    ModelCreate(
        id="gray-cardinal",
        name="Gray Cardinal",
        description="Gradient boosting: many small corrections, each learnt from the mistakes before it.",
    ),
    ModelCreate(
        id="sniper-80x",
        name="Sniper 80x",
        description="Speaks rarely: only where its calibrated confidence passes a threshold chosen in advance.",
    ),
]


def _template(name: str, description: str, count: int, *, colour: str, icon: str) -> TemplateCreate:
    return TemplateCreate(
        name=name,
        description=description,
        subscriptions=[model.id for model in MODELS[:count]],
        is_premium=count > 1,
        color_scheme=colour,
        icon=icon,
    )


TEMPLATES = [
    _template("Basic Trader", "The free model", 1, colour="neutral", icon="sigmoid"),
    _template("Premium Trader", "Adds the stack and the forest", 3, colour="blue", icon="layers"),
    _template("VIP Trader", "Adds gradient boosting", 4, colour="teal", icon="stairs"),
    _template("Ultimate Trader", "Every model", 5, colour="amber", icon="reticle"),
]


async def seed(unit: Unit) -> None:
    """Fill an empty catalogue; any number of processes may do so at once."""
    await plant_seed(unit, MODELS, TEMPLATES)
