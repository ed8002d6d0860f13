import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { setLanguage } from "@/shared/i18n/language";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Checkbox } from "@/shared/ui/checkbox";
import { Chips } from "@/shared/ui/chips";
import { TextField } from "@/shared/ui/field";
import { BellIcon, SignalsIcon } from "@/shared/ui/icons";
import { List, ListRow } from "@/shared/ui/list";
import { Segmented } from "@/shared/ui/segmented";
import { ConfirmSheet, Sheet } from "@/shared/ui/sheet";
import { Switch } from "@/shared/ui/switch";
import { Tabs } from "@/shared/ui/tabs";
import { ThreeWay, type Loudness } from "@/shared/ui/three-way";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const sources = [
  { value: "live", label: "Live" },
  { value: "backtest", label: "Backtest" },
  { value: "signals", label: "Signals" },
] as const;

describe("Segmented", () => {
  function Held({ onChange }: { onChange: (value: string) => void }) {
    const [value, setValue] = useState<"live" | "backtest" | "signals">("live");
    const change = (next: typeof value) => {
      setValue(next);
      onChange(next);
    };
    return <Segmented label="Source" options={sources} value={value} onChange={change} />;
  }

  it("is one stop of Tab, and arrows move the choice", async () => {
    const changed = vi.fn();
    render(<Held onChange={changed} />);
    expect(screen.getByRole("radiogroup", { name: "Source" })).toBeDefined();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Live" }));
    await userEvent.keyboard("{ArrowRight}");
    expect(changed).toHaveBeenLastCalledWith("backtest");
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(changed).toHaveBeenLastCalledWith("signals");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Signals" }).checked).toBe(true);
    await userEvent.tab();
    expect(document.activeElement).toBe(document.body);
  });
});

describe("other choices", () => {
  it("chips choose one and write counts", async () => {
    const changed = vi.fn();
    const options = [
      { value: "all", label: "All" },
      { value: "open", label: "Open", count: 1200 },
    ];
    render(<Chips label="Show" options={options} value="all" onChange={changed} />);
    await userEvent.click(screen.getByRole("radio", { name: "Open 1,200" }));
    expect(changed).toHaveBeenCalledExactlyOnceWith("open");
  });

  it("a three-way switch names each bell", async () => {
    const changed = vi.fn<(value: Loudness) => void>();
    render(<ThreeWay label="New signals" value="on" onChange={changed} />);
    await userEvent.click(screen.getByRole("radio", { name: "Silent" }));
    expect(changed).toHaveBeenCalledExactlyOnceWith("silent");
  });

  it("a switch turns, a disabled one does not", async () => {
    const changed = vi.fn();
    const { rerender } = render(<Switch label="Quiet hours" isOn={false} onChange={changed} />);
    await userEvent.click(screen.getByRole("switch", { name: "Quiet hours" }));
    expect(changed).toHaveBeenCalledExactlyOnceWith(true);
    rerender(<Switch label="Quiet hours" isOn={false} onChange={changed} isDisabled />);
    await userEvent.click(screen.getByRole("switch"));
    expect(changed).toHaveBeenCalledOnce();
  });

  it("a checkbox can stand for some", () => {
    render(<Checkbox label="All" isBare isMixed isChecked={false} onChange={() => undefined} />);
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "All" }).indeterminate).toBe(true);
  });
});

describe("Button", () => {
  it("takes no second press while it is busy, and keeps its words for its width", async () => {
    const pressed = vi.fn();
    render(
      <Button isBusy onClick={pressed}>
        Grant
      </Button>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Grant" }));
    expect(pressed).not.toHaveBeenCalled();
    expect(screen.getByRole("button").getAttribute("aria-busy")).toBe("true");
  });

  it("can be reached when disabled, and says why", async () => {
    const pressed = vi.fn();
    const submitted = vi.fn((event: React.SyntheticEvent) => event.preventDefault());
    render(
      <form onSubmit={submitted}>
        <Button type="submit" onClick={pressed} disabledReason="Write a reason first.">
          Revoke
        </Button>
      </form>,
    );
    await userEvent.tab();
    const button = screen.getByRole("button", { name: "Revoke" });
    expect(document.activeElement).toBe(button);
    expect(document.getElementById(button.getAttribute("aria-describedby")!)!.textContent).toBe("Write a reason first.");
    await userEvent.keyboard("{Enter}");
    expect(pressed).not.toHaveBeenCalled();
    expect(submitted).not.toHaveBeenCalled();
  });

  it("leads inside of the app without a reload, and elsewhere in a new place", async () => {
    const { hook, history } = memoryLocation({ path: "/", record: true });
    render(
      <Router hook={hook}>
        <ButtonLink href="/models">Models</ButtonLink>
        <ButtonLink href="https://t.me/example">Chat</ButtonLink>
      </Router>,
    );
    await userEvent.click(screen.getByRole("link", { name: "Models" }));
    expect(history).toEqual(["/", "/models"]);
    expect(screen.getByRole("link", { name: "Chat" }).getAttribute("target")).toBe("_blank");
  });
});

describe("rows and tabs", () => {
  it("a row is a link by its title, and its own controls stay controls", async () => {
    const { hook, history } = memoryLocation({ path: "/", record: true });
    const asked = vi.fn();
    render(
      <Router hook={hook}>
        <List label="Models">
          <ListRow title="Shadow Stack" href="/models/shadow-stack" aside={<Button onClick={asked}>Ask</Button>} />
        </List>
      </Router>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Ask" }));
    expect(asked).toHaveBeenCalledOnce();
    expect(history).toEqual(["/"]);
    await userEvent.click(screen.getByRole("link", { name: "Shadow Stack" }));
    expect(history).toEqual(["/", "/models/shadow-stack"]);
  });

  it("tabs mark the present page and make room for themselves", () => {
    const { hook } = memoryLocation({ path: "/" });
    const tabs = [
      { href: "/", label: "Signals", icon: SignalsIcon },
      { href: "/me", label: "Me", icon: BellIcon },
    ];
    const { unmount } = render(
      <Router hook={hook}>
        <Tabs tabs={tabs} />
      </Router>,
    );
    expect(screen.getByRole("link", { name: "Signals" }).getAttribute("aria-current")).toBe("page");
    expect(screen.getByRole("link", { name: "Me" }).getAttribute("aria-current")).toBeNull();
    expect(document.documentElement.hasAttribute("data-tabs")).toBe(true);
    unmount();
    expect(document.documentElement.hasAttribute("data-tabs")).toBe(false);
  });
});

describe("TextField", () => {
  function Form() {
    const { register, handleSubmit, formState } = useForm<{ reason: string }>();
    return (
      <form onSubmit={(event) => void handleSubmit(() => undefined)(event)}>
        <TextField label="Reason" {...register("reason", { required: "Write a reason." })} error={formState.errors.reason?.message} />
        <button>Send</button>
      </form>
    );
  }

  it("takes react-hook-form's register and tells its error", async () => {
    render(<Form />);
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    const field = screen.getByRole("textbox", { name: "Reason" });
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    expect(document.getElementById(field.getAttribute("aria-describedby")!)!.textContent).toBe("Write a reason.");
    await waitFor(() => expect(document.activeElement).toBe(field));
  });
});

describe("Sheet", () => {
  function Page({ isBusy = false, onConfirm = () => undefined }: { isBusy?: boolean; onConfirm?: () => void }) {
    const [isOpen, setIsOpen] = useState(false);
    const [reason, setReason] = useState("");
    return (
      <>
        <button onClick={() => setIsOpen(true)}>Revoke…</button>
        {isOpen && (
          <ConfirmSheet
            title="Revoke Shadow Stack?"
            effects={[{ icon: BellIcon, text: "They get a message." }]}
            reason={{ value: reason, onChange: setReason }}
            verb="Revoke Shadow Stack"
            kind="alarm"
            isBusy={isBusy}
            onConfirm={onConfirm}
            onClose={() => setIsOpen(false)}
          />
        )}
      </>
    );
  }

  const open = () => userEvent.click(screen.getByRole("button", { name: "Revoke…" }));
  const cancel = () => screen.getByRole("dialog").dispatchEvent(new Event("cancel", { bubbles: true, cancelable: true }));

  it("is a modal by its title, takes the focus to the reason, and gives it back", async () => {
    render(<Page />);
    await open();
    expect(screen.getByRole("dialog", { name: "Revoke Shadow Stack?" })).toBeDefined();
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Reason" }));
    await userEvent.keyboard("Chargeback");
    await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Revoke…" }));
  });

  it("closes by Esc, and by a press beside it but not in it", async () => {
    render(<Page />);
    await open();
    await userEvent.click(screen.getByText("They get a message."));
    expect(screen.getByRole("dialog")).toBeDefined();
    await userEvent.click(screen.getByRole("dialog"));
    expect(screen.queryByRole("dialog")).toBeNull();
    await open();
    cancel();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("stays while the server is asked", async () => {
    const confirmed = vi.fn();
    render(<Page isBusy onConfirm={confirmed} />);
    await open();
    cancel();
    await userEvent.click(screen.getByRole("dialog"));
    await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
    await userEvent.click(screen.getByRole("button", { name: "Revoke Shadow Stack" }));
    expect(screen.getByRole("dialog")).toBeDefined();
    expect(confirmed).not.toHaveBeenCalled();
  });

  it("focuses its title when there is nothing to fill in", () => {
    render(
      <Sheet title="Filters" onClose={() => undefined}>
        <p>Nothing</p>
      </Sheet>,
    );
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Filters" }));
  });
});
