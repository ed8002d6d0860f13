import { outside } from "@/features/outside/messages";
import css from "@/features/outside/outside.module.css";
import { PlaneIcon } from "@/features/outside/plane-icon";
import type { Found } from "@/features/outside/use-app-info";
import { useMessages } from "@/shared/i18n/language";
import { Button, ButtonLink } from "@/shared/ui/button";

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => (
        <li key={step}>
          <span className={css.number} aria-hidden="true">
            {index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  );
}

export const botAddress = (bot: string): string => `https://t.me/${bot}`;

function Action({ found, onRetry }: { found: Found; onRetry: () => void }) {
  const t = useMessages(outside);
  if (found.state === "looking") {
    return (
      <Button kind="primary" isWide isBusy label={t.looking}>
        {t.open}
      </Button>
    );
  }
  if (found.state === "failed") {
    return (
      <>
        <p role="alert">{t.failed}</p>
        <Button kind="primary" isWide onClick={onRetry}>
          {t.retry}
        </Button>
      </>
    );
  }
  const bot = found.info.bot_username;
  if (bot === null) return <p className={css.ask}>{t.noBot}</p>;
  return (
    <ButtonLink kind="primary" isWide icon={PlaneIcon} href={botAddress(bot)}>
      {t.open}
    </ButtonLink>
  );
}

/** What to do, in order, and the button that does the first of it. */
export function WayIn({ found, onRetry }: { found: Found; onRetry: () => void }) {
  const t = useMessages(outside);
  const isBotUnknown = found.state === "found" && found.info.bot_username === null;
  return (
    <>
      <Steps steps={[isBotUnknown ? t.stepAsk : t.stepBot, t.stepStart]} />
      <div className={css.action}>
        <Action found={found} onRetry={onRetry} />
        {found.state === "found" && found.info.is_development && (
          <a href="/dev/telegram" className={css.dev}>
            {t.dev}
          </a>
        )}
      </div>
    </>
  );
}
