import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { announce } from "@/shared/ui/announcer";
import { Countdown } from "@/shared/ui/countdown";
import { CheckIcon } from "@/shared/ui/icons";
import { LiveBadge } from "@/shared/ui/live-badge";
import { ToastStack } from "@/shared/ui/toast-stack";
import { dismissToast, toast, toastsShown } from "@/shared/ui/toasts";

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const text = () => document.body.textContent.replaceAll("\u00a0", " ");

beforeEach(() => {
  setLanguage("en");
  setTimeZone("UTC");
  vi.useFakeTimers({ now: new Date("2026-11-19T14:00:00.500Z") });
});

afterEach(() => {
  for (const { id } of toastsShown()) act(() => dismissToast(id));
  cleanup();
  vi.runAllTimers();
  vi.useRealTimers();
  setTimeZone(null);
});

describe("toasts", () => {
  const show = (more: object = {}): void => act(() => void toast({ icon: CheckIcon, title: "Extended by 30 days", ...more }));

  it("stay for six seconds", () => {
    render(<ToastStack />);
    show();
    pass(5900);
    expect(text()).toContain("Extended by 30 days");
    pass(200);
    expect(screen.queryByRole("listitem")).toBeNull();
  });

  it("stay for ten where they can be undone, and Undo closes them", () => {
    const undo = vi.fn();
    render(<ToastStack />);
    show({ undo });
    pass(9900);
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByRole("listitem")).toBeNull();
  });

  it("wait under a pointer and with the focus inside, then have their rest", () => {
    render(<ToastStack />);
    show({ action: { label: "Open", onPress: () => undefined } });
    pass(4000);
    const stack = screen.getByRole("list");
    fireEvent.pointerEnter(stack);
    fireEvent.focus(screen.getByRole("button", { name: "Open" }));
    pass(60_000);
    fireEvent.pointerLeave(stack);
    pass(60_000);
    expect(screen.getByRole("listitem")).toBeDefined();
    fireEvent.blur(screen.getByRole("button", { name: "Open" }));
    pass(1900);
    expect(screen.getByRole("listitem")).toBeDefined();
    pass(200);
    expect(screen.queryByRole("listitem")).toBeNull();
  });

  it("are three at most, and can be closed", () => {
    render(<ToastStack />);
    for (const title of ["one", "two", "three", "four"]) show({ title });
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["two", "three", "four"]);
    fireEvent.click(screen.getAllByRole("button", { name: "Dismiss" })[0]!);
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
  });
});

describe("the announcer", () => {
  it("says one message in five seconds, and loses none", () => {
    render(<ToastStack />);
    const voice = screen.getByRole("status");
    vi.setSystemTime(new Date("2026-11-20T14:00:00Z"));
    act(() => announce("First."));
    pass(100);
    expect(voice.textContent).toBe("First.");
    act(() => {
      announce("Second.");
      announce("Second.");
      announce("Third.");
    });
    pass(4000);
    expect(voice.textContent).toBe("First.");
    pass(1100);
    expect(voice.textContent).toBe("Second. Third.");
  });
});

describe("Countdown", () => {
  it("ticks by the minute, near its end by the second, and ends", () => {
    render(<Countdown until="2026-11-19T14:05:30Z" ended="Checking" wrap={(left) => `Closes in ${left}`} />);
    expect(text()).toBe("Closes in 5 min");
    pass(61_000);
    expect(text()).toBe("Closes in 4 min");
    pass(4 * 60_000 - 6000);
    expect(text()).toBe("Closes in 34 s");
    pass(10_000);
    expect(text()).toBe("Closes in 24 s");
    pass(30_000);
    expect(text()).toBe("Checking");
  });

  it("freezes and says as of when", () => {
    const { rerender } = render(<Countdown until="2026-11-19T20:00:00Z" />);
    expect(text()).toBe("5 h 59 min");
    rerender(<Countdown until="2026-11-19T20:00:00Z" frozenAt={Date.now()} />);
    pass(10 * 60_000);
    expect(text()).toBe("as of 14:00");
  });

  it("has no clock running when nobody looks", () => {
    const { unmount } = render(<Countdown until="2026-11-19T20:00:00Z" />);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("LiveBadge", () => {
  it("rings once for each frame, and only while it is live", () => {
    const { rerender, container } = render(<LiveBadge state="live" pulse={0} />);
    const ring = () => container.querySelector("[aria-hidden] > span");
    expect(ring()).toBeNull();
    rerender(<LiveBadge state="live" pulse={1} />);
    const first = ring();
    expect(first).not.toBeNull();
    rerender(<LiveBadge state="live" pulse={2} />);
    expect(ring()).not.toBe(first);
    rerender(<LiveBadge state="offline" pulse={2} />);
    expect(ring()).toBeNull();
    expect(text()).toBe("Offline");
  });
});
