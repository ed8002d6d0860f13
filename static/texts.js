// Every sentence of the page, in both languages, and how numbers, times and prices are written.

const EN = {
  live: "Live",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  offline: "Offline",
  switchTo: "Русский",
  switchCode: "RU",
  openCount: (open, all) => `${open} of ${all} models open for you`,
  admin: "Admin",
  openForYou: "Open for you",
  newest: "Newest signals",
  locked: "Locked for you",
  allOpen: "Every model is open for you.",
  noneOpen: "No model is open for you yet. Ask for one below.",
  noSignals: "No signal yet. The next one appears here by itself.",
  older: "Show older signals",
  free: "Free",
  forEver: "For ever",
  until: (date) => `Until ${date}`,
  endsIn: (days) => ({ one: `Ends in ${days} day`, other: `Ends in ${days} days` }),
  endsToday: (time) => `Ends at ${time}`,
  request: "Request access",
  requesting: "Sending",
  requested: "Requested",
  declined: (reason) => (reason ? `Declined: ${reason}` : "Your request was declined."),
  askSent: (model) => `You asked for ${model}`,
  askSentWhy: "An admin decides. The answer appears here.",
  askFailed: "The request could not be sent",
  notMeasured: "Accuracy is not measured yet",
  interval: (low, high, n) => `95% interval ${low}–${high} · n ${n}`,
  chance: (rate) => `chance ${rate}`,
  backtest: "backtest",
  verdicts: {
    better_than_chance: "Better than chance",
    not_distinguishable: "Not distinguishable from chance",
    worse_than_chance: "Worse than chance",
    not_enough_data: "Not enough data yet",
  },
  BUY: "Buy",
  SELL: "Sell",
  statuses: { open: "Open", won: "Won", lost: "Lost", expired: "Expired" },
  entry: "Entry",
  stop: "Stop",
  target: "Target",
  confidence: (rate) => `conf. ${rate}`,
  replay: "Replay",
  because: (words, value, speaksFor) => `${words}: ${value}, speaks ${speaksFor ? "for" : "against"} it`,
  replaying: "Replay of past rates that the models have not seen. None of it counts as accuracy.",
  staleRates: (date) => `Rates up to ${date}: the source has nothing newer yet.`,
  left: (time) => `${time} left`,
  closing: "Closing",
  rail: (direction, pair, entry, stop, target, status) =>
    `${direction} ${pair}, entry ${entry}, stop ${stop}, target ${target}, ${status}`,
  units: { d: "d", h: "h", m: "min" },
  timeframes: { "1min": "1 min", "5min": "5 min", "15min": "15 min", "1h": "1 h", "4h": "4 h", "1d": "1 day" },
  loading: "Loading",
  loadFailed: "We couldn’t load your signals. Your access is unchanged.",
  cannotConnect: "The service does not answer. We keep trying.",
  retry: "Try again",
  offlineSince: (time) => `You are offline. Showing what we had at ${time}.`,
  staleSince: (time) => `The connection is interrupted. Showing what we had at ${time}.`,
  granted: (models, date) => (date ? `${models} is open for you until ${date}` : `${models} is open for you`),
  grantedMany: (models) => `Open for you: ${models}`,
  revoked: (models) => `${models} was revoked`,
  ended: (models) => `${models} ended on its date`,
  extended: (models, date) => (date ? `${models} is open until ${date}` : `${models} is open for ever`),
  roleChanged: "Your role has changed",
  accessChanged: "Your access has changed",
  reason: (reason) => `Reason: ${reason}`,
  requestDeclined: (model) => `Your request for ${model} was declined`,
  outsideTitle: "This app opens inside Telegram",
  outsideWhy: "Telegram tells us who you are, so there is no password to make up.",
  outsideSteps: ["Open the bot in Telegram.", "Press Start, then Open app."],
  endedTitle: "Your session ended. Reopen from Telegram.",
  endedWhy: "Telegram’s launch data is valid for a limited time. Close this window and open the app again.",
  invalidTitle: "Telegram’s launch data could not be verified.",
  invalidWhy: "Close this window and open the app again from the bot.",
  blockedTitle: "This account has no access to the app.",
  blockedWhy: "It was closed by an admin. If you think this is a mistake, write to the bot.",
  advice: "Not investment advice. Any signal can end in a loss.",
  version: (n) => `Access version ${n}`,
};

const RU = {
  live: "Онлайн",
  connecting: "Подключаемся",
  reconnecting: "Подключаемся",
  offline: "Нет связи",
  switchTo: "English",
  switchCode: "EN",
  openCount: (open, all) => `Открыто моделей: ${open} из ${all}`,
  admin: "Администратор",
  openForYou: "Открыты для вас",
  newest: "Новые сигналы",
  locked: "Доступ закрыт",
  allOpen: "Вам открыты все модели.",
  noneOpen: "Пока нет открытых моделей. Запросите доступ ниже.",
  noSignals: "Сигналов пока нет. Следующий появится здесь сам.",
  older: "Показать более ранние",
  free: "Бесплатно",
  forEver: "Бессрочно",
  until: (date) => `До ${date}`,
  endsIn: (days) => ({
    one: `Остался ${days} день`,
    few: `Осталось ${days} дня`,
    many: `Осталось ${days} дней`,
    other: `Осталось ${days} дня`,
  }),
  endsToday: (time) => `До ${time}`,
  request: "Запросить доступ",
  requesting: "Отправляем",
  requested: "Запрошен",
  declined: (reason) => (reason ? `Отказано: ${reason}` : "В доступе отказано."),
  askSent: (model) => `Запрошен доступ к ${model}`,
  askSentWhy: "Решает администратор. Ответ появится здесь.",
  askFailed: "Не удалось отправить запрос",
  notMeasured: "Точность ещё не измерена",
  interval: (low, high, n) => `интервал 95 % ${low}–${high} · n ${n}`,
  chance: (rate) => `наугад ${rate}`,
  backtest: "на истории",
  verdicts: {
    better_than_chance: "Лучше, чем наугад",
    not_distinguishable: "Неотличимо от случайности",
    worse_than_chance: "Хуже, чем наугад",
    not_enough_data: "Пока мало данных",
  },
  BUY: "Покупка",
  SELL: "Продажа",
  statuses: { open: "Открыт", won: "Цель", lost: "Стоп", expired: "Истёк" },
  entry: "Вход",
  stop: "Стоп",
  target: "Цель",
  confidence: (rate) => `увер. ${rate}`,
  replay: "Повтор",
  because: (words, value, speaksFor) => `${words}: ${value}, ${speaksFor ? "за" : "против"} сделки`,
  replaying: "Повтор прошлых курсов, которых модели не видели. В точность это не входит.",
  staleRates: (date) => `Курсы по ${date}: у источника пока нет новее.`,
  left: (time) => `ещё ${time}`,
  closing: "Закрывается",
  rail: (direction, pair, entry, stop, target, status) =>
    `${direction} ${pair}, вход ${entry}, стоп ${stop}, цель ${target}, ${status}`,
  units: { d: "д", h: "ч", m: "мин" },
  timeframes: { "1min": "1 мин", "5min": "5 мин", "15min": "15 мин", "1h": "1 ч", "4h": "4 ч", "1d": "1 день" },
  loading: "Загружаем",
  loadFailed: "Не удалось загрузить сигналы. Доступ не изменился.",
  cannotConnect: "Сервис не отвечает. Мы продолжаем попытки.",
  retry: "Повторить",
  offlineSince: (time) => `Нет связи. Показаны данные на ${time}.`,
  staleSince: (time) => `Связь прервалась. Показаны данные на ${time}.`,
  granted: (models, date) => (date ? `Модель ${models} открыта до ${date}` : `Модель ${models} открыта`),
  grantedMany: (models) => `Открыты для вас: ${models}`,
  revoked: (models) => `Доступ к ${models} отозван`,
  ended: (models) => `${models}: срок закончился`,
  extended: (models, date) => (date ? `${models}: открыта до ${date}` : `${models}: открыта бессрочно`),
  roleChanged: "Ваша роль изменилась",
  accessChanged: "Ваш доступ изменился",
  reason: (reason) => `Причина: ${reason}`,
  requestDeclined: (model) => `В доступе к ${model} отказано`,
  outsideTitle: "Приложение открывается в Telegram",
  outsideWhy: "Telegram сообщает нам, кто вы, поэтому пароль придумывать не нужно.",
  outsideSteps: ["Откройте бота в Telegram.", "Нажмите «Старт», затем «Открыть»."],
  endedTitle: "Сессия закончилась. Откройте приложение из Telegram заново.",
  endedWhy: "Данные запуска действуют ограниченное время. Закройте это окно и откройте приложение снова.",
  invalidTitle: "Не удалось проверить данные запуска Telegram.",
  invalidWhy: "Закройте это окно и откройте приложение из бота заново.",
  blockedTitle: "У этого аккаунта нет доступа к приложению.",
  blockedWhy: "Доступ закрыл администратор. Если это ошибка, напишите боту.",
  advice: "Это не инвестиционная рекомендация. Любой сигнал может закончиться убытком.",
  version: (n) => `Версия доступа ${n}`,
};

const MINUTE = 60_000;
const DAY = 1440;

// The sentences of a language ("en" or "ru") together with its ways of writing.
export function textsIn(language) {
  const words = language === "ru" ? RU : EN;
  const locale = language === "ru" ? "ru" : "en-GB";
  const plural = new Intl.PluralRules(locale);
  const format = (options) => new Intl.DateTimeFormat(locale, options);
  const day = format({ day: "numeric", month: "short" });
  const dayOfYear = format({ day: "numeric", month: "short", year: "numeric" });
  const clock = format({ hour: "2-digit", minute: "2-digit" });
  const rate = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "always",
  });
  const percent = (share) => `${rate.format(share * 100)}${language === "ru" ? " %" : "%"}`;

  function date(moment) {
    const sameYear = moment.getFullYear() === new Date().getFullYear();
    return (sameYear ? day : dayOfYear).format(moment);
  }

  function duration(milliseconds) {
    const { d, h, m } = words.units;
    const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
    const parts = [Math.floor(minutes / DAY), Math.floor((minutes % DAY) / 60), minutes % 60];
    if (parts[0] > 0) return parts[1] > 0 ? `${parts[0]} ${d} ${parts[1]} ${h}` : `${parts[0]} ${d}`;
    return parts[1] > 0 ? `${parts[1]} ${h} ${parts[2]} ${m}` : `${parts[2]} ${m}`;
  }

  return {
    ...words,
    language: words === RU ? "ru" : "en",
    date,
    duration,
    percent,
    bare: (share) => rate.format(share * 100),
    count: (number) => whole.format(number),
    whole: (share) => `${Math.round(share * 100)}${language === "ru" ? " %" : "%"}`,
    inR: (value) => `${signed.format(value).replace("-", "−")}R`,
    time: (moment) => clock.format(moment),
    moment: (moment) => `${date(moment)}, ${clock.format(moment)}`,
    end: (moment) => (moment - Date.now() < 2 * DAY * MINUTE ? `${date(moment)}, ${clock.format(moment)}` : date(moment)),
    // What should be known of the rates behind the signals, if anything.
    market(pairs) {
      if (pairs.some((pair) => pair.is_replay)) return words.replaying;
      const stale = pairs.find((pair) => pair.is_stale);
      return stale ? words.staleRates(dayOfYear.format(new Date(stale.newest_closed_at))) : "";
    },
    daysLeft(days) {
      const forms = words.endsIn(days);
      return forms[plural.select(days)] ?? forms.other;
    },
  };
}
