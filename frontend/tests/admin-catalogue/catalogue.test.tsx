import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { slugOf } from "@/features/admin-catalogue/model-fields";
import { Models } from "@/features/admin-catalogue/models";
import { Templates } from "@/features/admin-catalogue/templates";
import { setLanguage } from "@/shared/i18n/language";
import { json, modelOf, serve, show, stats, templateOf } from "../admin-bulk/kit";

const models = [modelOf("shadow-stack", "Shadow Stack"), modelOf("sniper-80x", "Sniper 80x"), modelOf("old-timer", "Old Timer", { is_active: false })];
const read = {
  "GET /api/admin/models": () => json(models),
  "GET /api/admin/templates": () => json([templateOf("VIP", ["shadow-stack"])]),
  "GET /api/admin/stats": () => json(stats([{ model_id: "shadow-stack", active: 925 }, { model_id: "sniper-80x", active: 0 }])),
};

const sent = async (asked: Request[], method: string): Promise<unknown[]> =>
  Promise.all(asked.filter((request) => request.method === method && request.url.includes("/admin/")).map((request) => request.json()));

beforeEach(() => setLanguage("en"));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("an id is suggested from the name, and an id that is taken is said beside its field", async () => {
  const asked = serve({ ...read, "POST /api/admin/models": () => json({ code: "model_exists" }, 409) });
  show(<Models />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "New model" }));
  const sheet = screen.getByRole("dialog");
  await user.click(within(sheet).getByRole("button", { name: "Create" }));
  expect(within(sheet).getByText("A name is needed.")).toBeDefined();
  await user.type(within(sheet).getByRole("textbox", { name: "Name" }), "Shadow Stack");
  await user.click(within(sheet).getByRole("button", { name: "Create" }));
  await within(sheet).findByText("A model with this ID exists already.");
  const id = within(sheet).getByRole("textbox", { name: /^ID/ });
  expect(id.getAttribute("aria-invalid")).toBe("true");
  expect(await sent(asked, "POST")).toEqual([{ id: "shadow-stack", name: "Shadow Stack", description: "", is_free: false, is_active: true }]);
});

test("a change sends what was changed and nothing else", async () => {
  const asked = serve({ ...read, "PATCH /api/admin/models/shadow-stack": () => json({ ...models[0], is_active: false }) });
  show(<Models />);
  const user = userEvent.setup();
  await screen.findByText(/^925.people hold it$/);
  await user.click(screen.getByRole("button", { name: "Edit Shadow Stack" }));
  const sheet = screen.getByRole("dialog");
  expect(within(sheet).queryByRole("textbox", { name: /accuracy/i })).toBeNull();
  await user.click(within(sheet).getByRole("switch", { name: "On sale" }));
  expect(within(sheet).getByText(/^925.people hold it and will keep it until it ends/)).toBeDefined();
  await user.click(within(sheet).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await sent(asked, "PATCH")).toEqual([{ is_active: false }]);
});

test("a model with a past is not deleted: the refusal is explained and retiring offered", async () => {
  const asked = serve({
    ...read,
    "DELETE /api/admin/models/sniper-80x": () => json({ code: "model_in_use" }, 409),
    "PATCH /api/admin/models/sniper-80x": () => json({ ...models[1], is_active: false }),
  });
  show(<Models />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Edit Sniper 80x" }));
  await user.click(screen.getByRole("button", { name: "Delete…" }));
  await user.click(screen.getByRole("button", { name: "Delete Sniper 80x" }));
  await screen.findByRole("heading", { name: "Sniper 80x can’t be deleted" });
  await user.click(screen.getByRole("button", { name: "Retire it instead" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await sent(asked, "PATCH")).toEqual([{ is_active: false }]);
});

test("a template needs models, offers those on sale, and hears that its name is taken", async () => {
  const asked = serve({ ...read, "POST /api/admin/templates": () => json({ code: "template_exists" }, 409) });
  show(<Templates />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "New template" }));
  const sheet = screen.getByRole("dialog");
  await user.type(within(sheet).getByRole("textbox", { name: "Name" }), "VIP");
  await user.click(within(sheet).getByRole("button", { name: "Create" }));
  expect(await within(sheet).findByText("Choose at least one model.")).toBeDefined();
  expect(within(sheet).queryByRole("checkbox", { name: /Old Timer/ })).toBeNull();
  await user.click(await within(sheet).findByRole("checkbox", { name: "Sniper 80x" }));
  await user.click(within(sheet).getByRole("checkbox", { name: "Shadow Stack" }));
  await user.click(within(sheet).getByRole("radio", { name: "Teal" }));
  await user.click(within(sheet).getByRole("button", { name: "Create" }));
  await within(sheet).findByText("A template with this name exists already.");
  expect(await sent(asked, "POST")).toEqual([
    {
      name: "VIP",
      description: "",
      subscriptions: ["shadow-stack", "sniper-80x"],
      is_premium: false,
      color_scheme: "teal",
      icon: "layers",
      is_active: true,
    },
  ]);
});

test("names become ids that the server takes", () => {
  expect(slugOf("Gray Cardinal 2")).toBe("gray-cardinal-2");
  expect(slugOf("  Étoile №1! ")).toBe("etoile-no1");
  expect(slugOf("Снайпер")).toBe("");
});
