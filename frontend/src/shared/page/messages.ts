import { messages } from "@/shared/i18n/messages";

export const page = messages({
  en: {
    back: "Back",
  },
  ru: {
    back: "Назад",
  },
});
