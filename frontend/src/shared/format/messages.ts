import { en, messages, ru } from "@/shared/i18n/messages";

/** Words around numbers and times; units keep to their number by a no-break space. */
export const formats = messages({
  en: {
    today: "Today",
    yesterday: "Yesterday",
    tomorrow: "Tomorrow",
    agoYesterday: "yesterday",
    justNow: "just now",
    seconds: (n: number) => `${n}\u00a0s`,
    minutes: (n: number) => `${n}\u00a0min`,
    hours: (n: number) => `${n}\u00a0h`,
    days: (n: number) => en(n, "day", "days"),
    ago: (span: string) => `${span} ago`,
    pips: (written: string, n: number) => `${written}\u00a0${Math.abs(n) === 1 ? "pip" : "pips"}`,
    sample: (written: string) => `n\u00a0${written}`,
    serial: (written: string) => `#${written}`,
  },
  ru: {
    today: "Сегодня",
    yesterday: "Вчера",
    tomorrow: "Завтра",
    agoYesterday: "вчера",
    justNow: "только что",
    seconds: (n) => `${n}\u00a0с`,
    minutes: (n) => `${n}\u00a0мин`,
    hours: (n) => `${n}\u00a0ч`,
    days: (n) => ru(n, "день", "дня", "дней"),
    ago: (span) => `${span} назад`,
    pips: (written, n) => `${written}\u00a0${ru(Math.abs(n), "пункт", "пункта", "пунктов").split("\u00a0").at(-1) ?? ""}`,
    sample: (written) => `n\u00a0=\u00a0${written}`,
    serial: (written) => `№\u00a0${written}`,
  },
});
