import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Model } from "@/features/model/model";
import type { AccessRight, ModelRead, RequestRead } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { type Answers, serve, show, signIn } from "../feed/kit";
import { access, json, right } from "../state/kit";
import { type Ledger, makeLedger, pageOf, seal } from "./ledger";
import { modelOf, recordOf } from "./fixtures";

const PATH = "/api/subscription-requests";
const model = modelOf("shadow-stack", { name: "Shadow Stack", description: "Three models." });

function requestOf(given: Partial<RequestRead> = {}): RequestRead {
  return {
    id: "11111111-2222-4333-8444-555555555555",
    model_id: model.id,
    message: null,
    status: "pending",
    created_at: "2026-11-19T20:36:00Z",
    decided_at: null,
    decision_reason: null,
    ...given,
  };
}

interface World {
  rights?: AccessRight[];
  models?: ModelRead[];
  requests?: RequestRead[];
  ledger?: Ledger;
}

function world({ rights = [], models = [model], requests = [], ledger = { signals: [], resolutions: [] } }: World): Answers {
  const live = recordOf();
  return {
    ...signIn(access(sessionStore.get().seen + 1, rights)),
    "GET /api/models": () => json(models),
    [`GET /api/models/${model.id}/track-record`]: () => json({ model_id: model.id, live, backtest: null, replay: null }),
    [`GET /api/models/${model.id}/ledger`]: ({ url }) => {
      const { searchParams } = new URL(url);
      return json(pageOf(ledger, Number(searchParams.get("from")), Number(searchParams.get("limit"))));
    },
    [`GET ${PATH}`]: () => json({ items: requests, next_cursor: null }),
  };
}

const open = () => show(<Model modelId={model.id} />, `/models/${model.id}`);
const problem = (code: string) => () => json({ code, title: "No", request_id: "7f2c-91d0" }, 409);

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
  window.localStorage.clear();
  vi.stubGlobal("scrollTo", vi.fn());
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("a locked model", () => {
  test("shows what it measured and the newest results of the ledger, unpicked; open signals stay sealed", async () => {
    const ledger = await makeLedger(40, 4);
    ledger.signals = ledger.signals.map((signal) => (signal.seq > 36 ? seal(signal) : signal));
    serve(world({ ledger }));
    open();
    expect(await screen.findByText(/luck is not ruled out: the cautious bound is 44.2/)).toBeDefined();
    const section = screen.getByRole("region", { name: "Last results, from the public ledger" });
    const rows = await within(section).findAllByRole("listitem");
    const newest = ledger.resolutions.slice(-rows.length).reverse();
    expect(rows.map((row) => /#(\d+)/.exec(row.textContent)?.[1])).toEqual(newest.map(({ signal_seq: seq }) => String(seq)));
    expect(rows.map((row) => /Won|Lost/.exec(row.textContent)?.[0])).toEqual(
      newest.map(({ status }) => (status === "won" ? "Won" : "Lost")),
    );
  });

  test("is asked for with a message, and the answer's three steps take the place of the button", async () => {
    const sent: unknown[] = [];
    const asked = requestOf({ message: "please" });
    const answers = world({});
    answers[`POST ${PATH}`] = (request) => {
      void request.json().then((body) => sent.push(body));
      answers[`GET ${PATH}`] = () => json({ items: [asked], next_cursor: null });
      return json(asked, 201);
    };
    serve(answers);
    open();
    await userEvent.type(await screen.findByRole("textbox", { name: /Message to the admin/ }), "  please ");
    await userEvent.click(screen.getByRole("button", { name: "Request access" }));
    const title = await screen.findByRole("heading", { name: "Access requested" });
    expect(sent).toEqual([{ model_id: model.id, message: "please" }]);
    expect(document.activeElement).toBe(title);
    expect(screen.getByText("An admin decides")).toBeDefined();
    expect(screen.getByText("please")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Request access" })).toBeNull();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  test("says what is already true when the server knows better, and keeps the message when nothing was sent", async () => {
    const answers = world({});
    answers[`POST ${PATH}`] = problem("already_active");
    serve(answers);
    open();
    const field = await screen.findByRole("textbox", { name: /Message/ });
    await userEvent.type(field, "please");
    await userEvent.click(screen.getByRole("button", { name: "Request access" }));
    expect((await screen.findByRole("alert")).textContent).toBe("This model is open for you already, without an end.");
    answers[`POST ${PATH}`] = () => json({ code: "internal", request_id: "7f2c-91d0" }, 500);
    await userEvent.click(screen.getByRole("button", { name: "Request access" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/was not sent.*7f2c-91d0/));
    expect((field as HTMLTextAreaElement).value).toBe("please");
  });

  test("shows why a request was declined, and lets one ask again", async () => {
    const declined = requestOf({ status: "rejected", decided_at: "2026-11-20T08:00:00Z", decision_reason: "Not before December" });
    serve(world({ requests: [declined] }));
    open();
    expect(await screen.findByText(/Reason: Not before December/)).toBeDefined();
    expect(screen.getByRole("button", { name: "Ask again" })).toBeDefined();
  });

  test("opens by itself when it is granted, and closes at once when it is revoked, before any list has been read again", async () => {
    serve(world({}));
    open();
    await screen.findByText("Locked for you");
    const version = sessionStore.get().seen;
    act(() => void sessionStore.accept(access(version + 1, [right(model.id)])));
    expect(await screen.findByRole("radio", { name: "Signals" })).toBeDefined();
    expect(screen.queryByText("Locked for you")).toBeNull();
    act(() => void sessionStore.accept(access(version + 2, [])));
    expect(screen.getByText("Locked for you")).toBeDefined();
    expect(screen.queryByRole("radio", { name: "Signals" })).toBeNull();
  });

  test("that is none: says so", async () => {
    serve(world({ models: [] }));
    open();
    expect(await screen.findByText("There is no such model")).toBeDefined();
    expect(screen.getByRole("link", { name: "To the models" }).getAttribute("href")).toBe("/models");
  });
});

describe("an open model", () => {
  const soon = () => right(model.id, Date.now() + 50 * 3_600_000);

  test("is asked to be extended before its end, once", async () => {
    const answers = world({ rights: [soon()] });
    const asked = requestOf({ created_at: new Date().toISOString() });
    answers[`POST ${PATH}`] = () => {
      answers[`GET ${PATH}`] = () => json({ items: [asked], next_cursor: null });
      return json(asked, 201);
    };
    serve(answers);
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Ask to extend" }));
    const sheet = await screen.findByRole("dialog", { name: "Ask to extend Shadow Stack?" });
    await userEvent.click(within(sheet).getByRole("button", { name: "Ask to extend" }));
    expect(await screen.findByText(/You have asked to extend it/)).toBeDefined();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("button", { name: "Ask to extend" })).toBeNull();
  });
});
