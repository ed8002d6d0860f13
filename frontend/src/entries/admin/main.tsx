import "@/shared/ui/base.css";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { AdminApp } from "@/entries/admin/app";
import { applyRecalledPreferences } from "@/shared/i18n/preference";
import { session } from "@/shared/session/current";
import { native } from "@/shared/telegram/chrome";
import { launch } from "@/shared/telegram/launch";
import { forgetHash } from "@/shared/telegram/start";
import { followTheme } from "@/shared/telegram/theme";

const Outside = lazy(async () => ({ default: (await import("@/features/outside/outside")).Outside }));

forgetHash();
followTheme({ native });
applyRecalledPreferences();
const isInside = launch.initData !== "";
if (isInside) session.renew().catch(() => undefined);

const root = document.getElementById("root");
if (root === null) throw new Error("admin.html has no #root");
createRoot(root).render(
  <StrictMode>
    {isInside ? (
      <AdminApp />
    ) : (
      <Suspense>
        <Outside />
      </Suspense>
    )}
  </StrictMode>,
);
