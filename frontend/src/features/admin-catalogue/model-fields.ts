/** The forms' own shapes, and what of them has to be sent. */

import type { AdminModelRead, ModelCreate, TemplateCreate, TemplateRead } from "@/shared/api/types";

export type ModelFields = ModelCreate;
export const MODEL_FIELDS = ["id", "name", "description", "is_free", "is_active"] as const satisfies readonly (keyof ModelFields)[];

export function modelFieldsOf(model: AdminModelRead | null): ModelFields {
  if (model === null) return { id: "", name: "", description: "", is_free: false, is_active: true };
  const { id, name, description, is_free, is_active } = model;
  return { id, name, description, is_free, is_active };
}

export type TemplateFields = TemplateCreate;
export const TEMPLATE_FIELDS = [
  "name",
  "description",
  "subscriptions",
  "is_premium",
  "color_scheme",
  "icon",
  "is_active",
] as const satisfies readonly (keyof TemplateFields)[];

export function templateFieldsOf(template: TemplateRead | null): TemplateFields {
  if (template === null) {
    const look = { color_scheme: "neutral", icon: "layers" };
    return { name: "", description: "", subscriptions: [], is_premium: false, is_active: true, ...look };
  }
  const { name, description, subscriptions, is_premium, color_scheme, icon, is_active } = template;
  return { name, description, subscriptions: [...subscriptions], is_premium, color_scheme, icon, is_active };
}

type Dirty<Fields> = Partial<Record<keyof Fields, unknown>>;

/** What was changed and nothing else: a field that somebody else has changed meanwhile stays theirs. */
export function changedOf<Fields extends object>(fields: Fields, dirty: Dirty<Fields>): Partial<Fields> {
  const isDirty = (name: keyof Fields) => dirty[name] !== undefined && dirty[name] !== false;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isDirty(name as keyof Fields))) as Partial<Fields>;
}

/** "Gray Cardinal 2" as "gray-cardinal-2". */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50);
}
