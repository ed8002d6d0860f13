/** One's own data as a file, and the ways out of a web view for it. */

import { answer, api } from "@/shared/api/client";
import { dayKey } from "@/shared/format/time";
import { sessionStore } from "@/shared/session/store";

const TYPE = "application/json";

export async function ownFile(): Promise<File> {
  const data = await answer(api.GET("/api/me/export", { parseAs: "blob" }));
  return new File([data], `forexsignals-my-data-${dayKey(sessionStore.now())}.json`, { type: TYPE });
}

/** A web view may ignore this without a word, so it is never the only way. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function canShare(file: File): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [file] });
}

/** False where it failed; who closes the list of apps has changed their mind. */
export async function shareFile(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file], title: file.name });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

export async function copyFile(file: File): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(await file.text());
    return true;
  } catch {
    return false;
  }
}
