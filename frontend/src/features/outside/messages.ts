import { messages } from "@/shared/i18n/messages";

export const outside = messages({
  en: {
    app: "Forex Signals",
    title: "This app opens inside Telegram",
    why: "Telegram tells us who you are, so there is no password to make up.",
    stepBot: "Open the bot in Telegram.",
    stepStart: "Press Start, then Open app.",
    open: "Open in Telegram",
    scan: "Or scan with your phone",
    qrName: (bot: string) => `QR code that opens @${bot} in Telegram`,
    noBot: "The operator has not connected the bot yet, so there is nothing that this page could open.",
    stepAsk: "Ask the operator for the link.",
    failed: "The server did not answer, so the way into Telegram is not known.",
    retry: "Try again",
    looking: "Looking for the bot",
    dev: "Development: open as a demo person",
    other: "Русский",
    risk: "Risk notice",
    riskText:
      "This is not investment advice. Expect about half of all signals to miss their target, whichever model makes them; the app shows how many of 100, for each model. Costs of trading are not in these figures and make every result worse. Trade only with money that you can lose.",
    measure: "How we measure",
    measureText:
      "Every signal is written into a ledger before its outcome can be known, and never edited or deleted. Each row carries a hash of itself and of the row before, so anybody can check that none was changed. A hit rate never stands alone: with it come its 95% interval, how many signals it is made of, and what a fair coin reaches on the same candles. A model is called better than chance only if a cautious bound, which holds however often one looks, clears that line.",
    links: "On this page",
  },
  ru: {
    app: "Forex Signals",
    title: "Приложение открывается в Telegram",
    why: "Telegram сообщает нам, кто вы, поэтому пароль придумывать не нужно.",
    stepBot: "Откройте бота в Telegram.",
    stepStart: "Нажмите Start, затем «Открыть».",
    open: "Открыть в Telegram",
    scan: "Или отсканируйте телефоном",
    qrName: (bot) => `QR-код, который открывает @${bot} в Telegram`,
    noBot: "Оператор ещё не подключил бота, поэтому открыть его отсюда нельзя.",
    stepAsk: "Спросите у оператора ссылку.",
    failed: "Сервер не ответил, поэтому путь в Telegram неизвестен.",
    retry: "Повторить",
    looking: "Ищем бота",
    dev: "Разработка: войти как демо-пользователь",
    other: "English",
    risk: "О рисках",
    riskText:
      "Это не инвестиционная рекомендация. Рассчитывайте, что примерно половина сигналов не дойдёт до цели, какая бы модель их ни дала; сколько именно из 100, приложение показывает по каждой модели. Расходы на торговлю сюда не входят, с ними любой результат хуже. Торгуйте только на то, что готовы потерять.",
    measure: "Как мы измеряем",
    measureText:
      "Каждый сигнал попадает в реестр раньше, чем известен исход, и потом не меняется и не удаляется. В каждой строке — хеш её самой и предыдущей, поэтому любой может проверить, что ничего не изменено. Доля успешных никогда не стоит одна: рядом интервал 95\u00a0%, число сигналов и то, сколько на тех же свечах набрала бы монета. «Лучше, чем наугад» — только если выше этой линии даже осторожная граница, верная при любом числе проверок.",
    links: "На этой странице",
  },
});

export const endings = messages({
  en: {
    ended: "Your session ended",
    endedWhy: "Reopen the app from Telegram to go on. Your access is unchanged.",
    expired: "This launch is too old",
    expiredWhy: "Telegram’s proof of who you are is good for a day. Close the app and open it again from the bot.",
    loggedOut: "You are logged out everywhere",
    loggedOutWhy: "No device is signed in any more. Open the app again from Telegram when you need it: your access and settings are kept.",
    blocked: "An admin has shut you out",
    blockedWhy:
      "Nothing can be shown while your account is blocked. Write to the admin or the operator who gave you access, and name your Telegram username; the reason stands in their history.",
    invalid: "Telegram’s launch data was not accepted",
    invalidWhy: "The link may be cut short, or belong to another bot. Open the app from its bot in Telegram.",
    close: "Close the app",
    again: "Load again",
    code: (code: string) => `Code: ${code}`,
  },
  ru: {
    ended: "Сессия закончилась",
    endedWhy: "Откройте приложение из Telegram заново. Доступ не изменился.",
    expired: "Запуск устарел",
    expiredWhy: "Подтверждение Telegram, кто вы, действует сутки. Закройте приложение и откройте его снова из бота.",
    loggedOut: "Вы вышли на всех устройствах",
    loggedOutWhy: "Ни на одном устройстве входа больше нет. Когда понадобится, откройте приложение из Telegram: доступ и настройки сохранены.",
    blocked: "Администратор закрыл вам вход",
    blockedWhy:
      "Пока аккаунт заблокирован, показать ничего нельзя. Напишите администратору или оператору, который давал вам доступ, и назовите своё имя в Telegram: причина записана в его истории.",
    invalid: "Данные запуска не приняты",
    invalidWhy: "Возможно, ссылка обрезана или ведёт от другого бота. Откройте приложение из его бота в Telegram.",
    close: "Закрыть приложение",
    again: "Загрузить заново",
    code: (code) => `Код: ${code}`,
  },
});
