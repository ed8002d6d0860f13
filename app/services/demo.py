"""The one demo person of development who holds something from the start."""

from app.db.unit import Unit
from app.integrations.telegram.init_data import TelegramUser
from app.integrations.telegram.launch import DEMO_VIP
from app.services.seed import MODELS
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import grant
from app.services.subscriptions.rights import Term
from app.services.users.register import welcome


async def plant_demo_vip(unit: Unit) -> None:
    """Register the demo VIP with every model but the last; once: later changes by an admin stay."""
    person = TelegramUser(
        id=DEMO_VIP.telegram_id,
        first_name=DEMO_VIP.first_name,
        last_name=DEMO_VIP.last_name,
        username=DEMO_VIP.username,
    )
    if not (await welcome(unit, person, admins=())).is_new:
        return
    models = [model.id for model in MODELS[:-1]]
    await grant(unit, actor=Actor(), telegram_id=person.id, models=models, term=Term(days=365), reason="Demo")
