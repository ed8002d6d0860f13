import { outside } from "@/features/outside/messages";
import css from "@/features/outside/outside.module.css";
import { QrCode } from "@/features/outside/qr-code";
import { Ruler } from "@/features/outside/ruler";
import { useAppInfo } from "@/features/outside/use-app-info";
import { botAddress, WayIn } from "@/features/outside/way-in";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { applyPreferences } from "@/shared/i18n/preference";
import { AppMarkIcon } from "@/shared/ui/icons";

function Footer() {
  const t = useMessages(outside);
  const other = useLanguage() === "ru" ? "en" : "ru";
  return (
    <footer className={css.footer}>
      <button
        type="button"
        className={css.link}
        lang={other}
        onClick={() => applyPreferences({ language: other, timeZone: null })}
      >
        {t.other}
      </button>
      <nav aria-label={t.links} className={css.links}>
        <a href="#risk" className={css.link}>
          {t.risk}
        </a>
        <span aria-hidden="true">·</span>
        <a href="#measure" className={css.link}>
          {t.measure}
        </a>
      </nav>
    </footer>
  );
}

function Notes() {
  const t = useMessages(outside);
  return (
    <div className={css.notes}>
      <section id="risk" aria-labelledby="risk-title">
        <h2 id="risk-title" className="t-16">
          {t.risk}
        </h2>
        <p>{t.riskText}</p>
      </section>
      <section id="measure" aria-labelledby="measure-title">
        <h2 id="measure-title" className="t-16">
          {t.measure}
        </h2>
        <p>{t.measureText}</p>
      </section>
    </div>
  );
}

/** Shown where there is no Telegram around the page: why, and the way in. */
export function Outside() {
  const t = useMessages(outside);
  const { found, retry } = useAppInfo();
  const bot = found.state === "found" ? found.info.bot_username : null;
  return (
    <main className={css.page}>
      <div className={css.screen}>
        <div className={css.brand}>
          <AppMarkIcon size={28} />
          {t.app}
        </div>
        <div className={css.middle}>
          <div className={css.words}>
            <h1 className={css.title}>{t.title}</h1>
            <p className={css.why}>{t.why}</p>
            <WayIn found={found} onRetry={retry} />
          </div>
          {bot !== null && <QrCode address={botAddress(bot)} bot={bot} />}
        </div>
        <Ruler />
        <Footer />
      </div>
      <Notes />
    </main>
  );
}
