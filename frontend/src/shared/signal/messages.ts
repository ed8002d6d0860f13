import { messages } from "@/shared/i18n/messages";

/** The words around a signal, in lists and on its page. */
export const signalWords = messages({
  en: {
    min: (n: number) => `${n}\u00a0min`,
    h: (n: number) => `${n}\u00a0h`,
    d: (n: number) => `${n}\u00a0d`,
    confidence: (share: string) => `conf.\u00a0${share}`,
    replay: "Replay",
    name: (direction: string, pair: string, entry: string, stop: string, target: string, status: string) =>
      `${direction} ${pair}, entry ${entry}, stop ${stop}, target ${target}, ${status}`,
    left: (span: string) => `${span} left`,
  },
  ru: {
    min: (n) => `${n}\u00a0мин`,
    h: (n) => `${n}\u00a0ч`,
    d: (n) => `${n}\u00a0д`,
    confidence: (share) => `увер.\u00a0${share}`,
    replay: "Повтор",
    name: (direction, pair, entry, stop, target, status) =>
      `${direction} ${pair}, вход ${entry}, стоп ${stop}, цель ${target}, ${status}`,
    left: (span) => `осталось ${span}`,
  },
});
