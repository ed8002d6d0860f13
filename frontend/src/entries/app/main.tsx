import "@/shared/ui/base.css";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/entries/app/app";
import { applyRecalledPreferences } from "@/shared/i18n/preference";
import { followWay } from "@/shared/page/way-back";
import { session } from "@/shared/session/current";
import { native } from "@/shared/telegram/chrome";
import { launch } from "@/shared/telegram/launch";
import { forgetHash } from "@/shared/telegram/start";
import { followTheme } from "@/shared/telegram/theme";

const Outside = lazy(async () => ({ default: (await import("@/features/outside/outside")).Outside }));

forgetHash();
followWay();
followTheme({ native });
applyRecalledPreferences();
const isInside = launch.initData !== "";
// Whoever needs the session waits for this same exchange.
if (isInside) session.renew().catch(() => undefined);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    {isInside ? (
      <App />
    ) : (
      <Suspense>
        <Outside />
      </Suspense>
    )}
  </StrictMode>,
);
