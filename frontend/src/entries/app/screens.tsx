import { lazy, Suspense, useEffect, useLayoutEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { NotFound } from "@/entries/app/not-found";
import { Problems } from "@/entries/app/problems";
import { RootTabs } from "@/entries/app/root-tabs";
import { StateBanner } from "@/entries/app/state-banner";
import { Feed } from "@/features/feed/feed";
import { launch } from "@/shared/telegram/launch";

const Signal = lazy(async () => ({ default: (await import("@/features/signal/signal")).Signal }));
const Models = lazy(async () => ({ default: (await import("@/features/models/models")).Models }));
const Model = lazy(async () => ({ default: (await import("@/features/model/model")).Model }));
const Results = lazy(async () => ({ default: (await import("@/features/results/results")).Results }));
const Me = lazy(async () => ({ default: (await import("@/features/me/me")).Me }));
const MyAccess = lazy(async () => ({ default: (await import("@/features/my-access/my-access")).MyAccess }));
const Settings = lazy(async () => ({ default: (await import("@/features/settings/settings")).Settings }));
const Sessions = lazy(async () => ({ default: (await import("@/features/sessions/sessions")).Sessions }));
const Help = lazy(async () => ({ default: (await import("@/features/help/help")).Help }));

/** Where a deep link leads: `model_<id>`, or the feed. */
function startPath(param: string | null): string | null {
  const model = /^model_([a-z0-9][a-z0-9-]*)$/.exec(param ?? "")?.[1];
  return model === undefined ? null : `/models/${model}`;
}

function useStart(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const path = startPath(launch.startParam);
    if (path !== null) navigate(path, { replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a start happens once
  }, []);
}

const ROOTS: ReadonlySet<string> = new Set(["/", "/models", "/results", "/me"]);

/** How far each tab's screen was scrolled when it was left. */
const places = new Map<string, number>();

/** A screen starts at its top; a tab's screen goes on where it was left. */
function useScrollPlace(location: string): void {
  useLayoutEffect(() => {
    window.scrollTo(0, places.get(location) ?? 0);
    return () => {
      if (ROOTS.has(location)) places.set(location, window.scrollY);
    };
  }, [location]);
}

/** Every screen of a person, each under its own address. The tabs stay while one moves between them. */
export function Screens() {
  useStart();
  const [location] = useLocation();
  useScrollPlace(location);
  return (
    <>
      <StateBanner />
      <Problems key={location}>
        <Suspense>
          <Routes />
        </Suspense>
      </Problems>
      {ROOTS.has(location) && <RootTabs />}
    </>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Feed />
      </Route>
      <Route path="/signals">
        <Redirect to="/" replace />
      </Route>
      <Route path="/signals/:model/:id">{({ model, id }) => <Signal modelId={model} signalId={id} key={id} />}</Route>
      <Route path="/models">
        <Models />
      </Route>
      <Route path="/models/:model">{({ model }) => <Model modelId={model} key={model} />}</Route>
      <Route path="/results">
        <Results />
      </Route>
      <Route path="/me">
        <Me />
      </Route>
      <Route path="/me/access">
        <MyAccess />
      </Route>
      <Route path="/me/settings">
        <Settings />
      </Route>
      <Route path="/me/sessions">
        <Sessions />
      </Route>
      <Route path="/me/help">
        <Help />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
