import { messages } from "@/shared/i18n/messages";

export const bot = messages({
  en: {
    cannotWrite: "The bot cannot write to you.",
    needsStart: "Open it once and press Start, and messages will come.",
    needsLeave: "Allow it to, and messages will come.",
    blocked: "You have blocked it: unblock it in its chat, and messages will come again.",
    allow: "Allow",
    open: "Open the bot",
  },
  ru: {
    cannotWrite: "Бот не может вам написать.",
    needsStart: "Откройте его один раз и нажмите «Старт», и сообщения начнут приходить.",
    needsLeave: "Разрешите, и сообщения начнут приходить.",
    blocked: "Вы его заблокировали: разблокируйте его в чате, и сообщения снова начнут приходить.",
    allow: "Разрешить",
    open: "Открыть бота",
  },
});
