import { beforeEach, describe, expect, it, vi } from "vitest";
import { launchIn, parseLaunch } from "@/shared/telegram/launch";
import { forgetHash } from "@/shared/telegram/start";

const e = encodeURIComponent;
const initDataOf = (user: unknown, rest = "&auth_date=1&hash=ff") => `query_id=AA&user=${e(JSON.stringify(user))}${rest}`;
const ada = initDataOf({ id: 7, first_name: "Ada", language_code: "ru" });

describe("launch parameters", () => {
  it("keeps the signed text exactly, whatever is escaped in it", () => {
    const signed = initDataOf({ id: 7, first_name: "A+B & C=D?#%", username: "Ж" }, "&signature=a-b_c%2B%2F&hash=ff");
    const launch = parseLaunch(`tgWebAppData=${e(signed)}&tgWebAppVersion=9.1&tgWebAppPlatform=android`);
    expect(launch.initData).toBe(signed);
    expect(launch.user).toEqual({ id: 7, firstName: "A+B & C=D?#%", language: null });
    expect(launch).toMatchObject({ version: "9.1", platform: "android" });
  });

  it("reads a plus sign as a blank, as Telegram's own reader does, and %2B as a plus", () => {
    const launch = parseLaunch(`tgWebAppData=${e("user=%7B%22id%22%3A7%2C%22first_name%22%3A%22A+B%2BC%22%7D")}`);
    expect(launch.user?.firstName).toBe("A B+C");
    expect(parseLaunch("tgWebAppPlatform=a+b%2Bc").platform).toBe("a b+c");
  });

  it("does without whatever is missing", () => {
    expect(parseLaunch("")).toEqual({
      initData: "",
      version: "6.0",
      platform: "unknown",
      theme: {},
      startParam: null,
      user: null,
    });
    expect(parseLaunch(`tgWebAppData=${e("auth_date=1")}`)).toMatchObject({ initData: "auth_date=1", user: null });
    expect(parseLaunch(`tgWebAppData=${e(initDataOf({ id: 7 }))}`).user).toEqual({ id: 7, firstName: "", language: null });
  });

  it.each(["nonsense", "null", "[]", '"7"', '{"id":"7"}', "{"])("knows nobody from the user %s", (user) => {
    expect(parseLaunch(`tgWebAppData=${e(`user=${e(user)}`)}`).user).toBeNull();
  });

  it.each(["%", "%zz", "%E0%A4%A"])("survives the broken escape %s", (broken) => {
    expect(parseLaunch(`tgWebAppData=${broken}&tgWebAppVersion=7.0`).version).toBe("7.0");
  });

  it("keeps the theme's texts only, and forgives a broken theme", () => {
    const theme = e(JSON.stringify({ bg_color: "#fff", odd: 7, worse: null, text_color: "rgb(1,2,3)" }));
    expect(parseLaunch(`tgWebAppThemeParams=${theme}`).theme).toEqual({ bg_color: "#fff", text_color: "rgb(1,2,3)" });
    expect(parseLaunch("tgWebAppThemeParams=%7B").theme).toEqual({});
  });

  it("takes the start parameter from the signed data before the address", () => {
    const raw = `tgWebAppData=${e(`${ada}&start_param=signed`)}&tgWebAppStartParam=loose`;
    expect(parseLaunch(raw).startParam).toBe("signed");
    expect(parseLaunch("tgWebAppStartParam=loose").startParam).toBe("loose");
  });
});

describe("where they stand", () => {
  const found = (rest: string) => parseLaunch(launchIn(`https://app.example/${rest}`));

  it.each([
    ["a hash", `#tgWebAppData=${e(ada)}&tgWebAppVersion=8.0`],
    ["a hash with a path and a query", `#/models/a?tgWebAppData=${e(ada)}&tgWebAppVersion=8.0`],
    ["a hash with a path of its own", `#/models/a&tgWebAppData=${e(ada)}&tgWebAppVersion=8.0`],
    ["a hash in a hash", `#/models/a#tgWebAppVersion=8.0&tgWebAppData=${e(ada)}`],
    ["a hash behind a query", `?tgWebAppStartParam=x#tgWebAppData=${e(ada)}&tgWebAppVersion=8.0`],
  ])("finds them in %s", (_, rest) => {
    expect(found(rest)).toMatchObject({ initData: ada, version: "8.0" });
  });

  it("believes the hash before the query", () => {
    expect(found(`?tgWebAppData=forged&tgWebAppStartParam=x#tgWebAppData=${e(ada)}`)).toMatchObject({
      initData: ada,
      startParam: "x",
    });
  });

  it("is not cut by a question mark in a later parameter", () => {
    expect(found(`#tgWebAppData=${e(ada)}&tgWebAppVersion=8.0&tgWebAppStartParam=a?b`)).toMatchObject({ version: "8.0" });
  });

  it("finds none outside of Telegram", () => {
    expect(launchIn("https://app.example/models?x=1#top")).toBe("");
    expect(launchIn("https://app.example/#tgWebAppVersion=8.0")).toBe("");
  });
});

describe("the page's own launch", () => {
  const freshLaunch = async () => {
    vi.resetModules();
    return (await import("@/shared/telegram/launch")).launch;
  };

  beforeEach(() => {
    window.sessionStorage.clear();
    window.location.hash = "";
  });

  it("is known again after a reload without the hash", async () => {
    window.location.hash = `#tgWebAppData=${e(ada)}`;
    expect((await freshLaunch()).user?.id).toBe(7);
    forgetHash();
    expect(window.location.hash).toBe("");
    expect(await freshLaunch()).toMatchObject({ initData: ada, user: { id: 7 } });
  });

  it("is that of the address although its theme is odd, not that of the account before", async () => {
    window.location.hash = `#tgWebAppData=${e(ada)}&tgWebAppVersion=8.0&tgWebAppPlatform=ios&tgWebAppThemeParams=%7B%7D`;
    await freshLaunch();
    const theme = e(JSON.stringify({ bg_color: "transparent" }));
    window.location.hash = `#tgWebAppData=${e(initDataOf({ id: 8 }))}&tgWebAppThemeParams=${theme}`;
    expect((await freshLaunch()).user?.id).toBe(8);
    window.location.hash = "";
    expect((await freshLaunch()).user?.id).toBe(8);
  });

  it("needs no storage", async () => {
    const forbidden = vi.spyOn(window, "sessionStorage", "get").mockImplementation(() => {
      throw new DOMException("no", "SecurityError");
    });
    window.location.hash = `#tgWebAppData=${e(ada)}`;
    expect((await freshLaunch()).user?.id).toBe(7);
    window.location.hash = "";
    expect((await freshLaunch()).initData).toBe("");
    forbidden.mockRestore();
  });

  it("leaves a hash alone that is none of Telegram's", () => {
    window.location.hash = "#reasons";
    forgetHash();
    expect(window.location.hash).toBe("#reasons");
  });
});
