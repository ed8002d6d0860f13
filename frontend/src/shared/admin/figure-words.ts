/** The monitored figures in words. */

import type { MonitoredFigure } from "@/shared/api/types";
import { decimal } from "@/shared/format/numbers";
import { messagesNow } from "@/shared/i18n/language";
import { messages } from "@/shared/i18n/messages";
import type { FigureState } from "@/shared/ui/figure";

const figures = messages({
  en: {
    response_time: "Response time, p95",
    error_rate: "Error rate",
    database_connections: "Database connections",
    memory: "Memory",
    nothing: "no data yet",
    now: (name: string, value: string, target: string, alert: string) =>
      `${name}: ${value} now, warns above ${target}, alerts above ${alert}; the last hour`,
  },
  ru: {
    response_time: "Время ответа, p95",
    error_rate: "Доля ошибок",
    database_connections: "Соединения с базой",
    memory: "Память",
    nothing: "пока нет данных",
    now: (name: string, value: string, target: string, alert: string) =>
      `${name}: сейчас ${value}, внимание выше ${target}, тревога выше ${alert}; последний час`,
  },
});

export const figureName = ({ name }: Pick<MonitoredFigure, "name">): string => messagesNow(figures)[name];

/** The bare number; a dash where there is none. */
export function figureValue({ value, unit }: Pick<MonitoredFigure, "value" | "unit">): string {
  if (value === null) return "—";
  return decimal(value, unit === "ms" || value >= 10 ? 0 : 1);
}

export const limitText = (limit: number, unit: string): string => (unit === "%" ? `${limit}%` : `${limit}\u00a0${unit}`);

export function figureSentence(figure: MonitoredFigure): string {
  const t = messagesNow(figures);
  const { value, unit, target, alert } = figure;
  const now = value === null ? t.nothing : limitText(Number(value.toFixed(1)), unit);
  return t.now(figureName(figure), now, limitText(target, unit), limitText(alert, unit));
}

export const figureState = ({ state }: Pick<MonitoredFigure, "state">): FigureState =>
  state === "no_data" ? "noData" : state;
