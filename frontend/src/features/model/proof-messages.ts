import { en, messages, ru } from "@/shared/i18n/messages";

/** The ledger's head, and what its verification says. */
export const proof = messages({
  en: {
    title: "Ledger head",
    readAt: (time: string) => `Read at ${time}`,
    signals: "Signals",
    outcomes: "Outcomes",
    empty: "Nothing published yet",
    keptNone: "This phone keeps each head that you see, to compare it later.",
    kept: (heads: number, date: string) => `${en(heads, "head", "heads")} kept on this phone since ${date}.`,
    allMatch: (heads: number, date: string) =>
      heads === 1
        ? `The head kept on this phone since ${date} still matches.`
        : `${en(heads, "head", "heads")} kept on this phone since ${date}. All still match.`,
    noneToMatch: "No head was kept before, so there is nothing older to compare with.",
    verify: "Verify",
    verifyAgain: "Verify again",
    verifying: "Verifying",
    progress: (done: number, all: number) => `Page ${done} of ${all} of the ledger`,
    starting: "Reading the newest head",
    recomputed: (signals: number, outcomes: number, time: string) =>
      `At ${time} this phone computed the hashes of ${en(signals, "signal", "signals")} and ${en(outcomes, "outcome", "outcomes")} anew: all are right, and each follows on the one before.`,
    sealed: (n: number) =>
      `${en(n, "open signal stays", "open signals stay")} sealed until closing; ${n === 1 ? "its place" : "their places"} in the chain hold.`,
    broken: (n: number) => `This ledger is not what it should be: ${en(n, "break", "breaks")}`,
    brokenWhy: "Keep a picture of this page and ask us about it. Others should see the same.",
    more: (n: number) => `and ${n} more`,
    signalRow: (seq: string) => `Signal ${seq}`,
    outcomeRow: (seq: string) => `Outcome ${seq}`,
    whyHash: "its fields do not give its hash",
    whyLink: "it does not follow on the row before",
    whyMissing: "the row is missing",
    whyHead: "it is not the row that the head names",
    whyKept: (date: string) => `it had another hash on ${date}`,
    whyShort: (date: string) => `it was there on ${date}; now the ledger ends before it`,
    whyOutcome: "it belongs to another signal",
    whyHidden: "it has closed and is still not shown",
    failed: "The check could not be finished. Nothing was found to be wrong.",
    cannot: "This browser computes no hashes on pages without https, so nothing can be checked here.",
    tryAgain: "Try again",
  },
  ru: {
    title: "Последние звенья реестра",
    readAt: (time) => `Получены в ${time}`,
    signals: "Сигналы",
    outcomes: "Итоги",
    empty: "Пока ничего не опубликовано",
    keptNone: "Телефон запоминает последние звенья, которые вы видели, чтобы сравнить их позже.",
    kept: (heads, date) => `Сохранено на этом телефоне с ${date}: ${ru(heads, "звено", "звена", "звеньев")}.`,
    allMatch: (heads, date) =>
      heads === 1
        ? `Звено, сохранённое на этом телефоне с ${date}, на месте.`
        : `Сохранено на этом телефоне с ${date}: ${ru(heads, "звено", "звена", "звеньев")}. Все на месте.`,
    noneToMatch: "Раньше ничего не сохраняли, сравнивать пока не с чем.",
    verify: "Проверить",
    verifyAgain: "Ещё раз",
    verifying: "Проверяем",
    progress: (done, all) => `Страница реестра ${done} из ${all}`,
    starting: "Читаем последние звенья",
    recomputed: (signals, outcomes, time) =>
      `В ${time} телефон заново вычислил хеши: ${ru(signals, "сигнал", "сигнала", "сигналов")} и ${ru(outcomes, "итог", "итога", "итогов")}. Все верны, и каждый продолжает предыдущий.`,
    sealed: (n) => `${ru(n, "открытый сигнал скрыт", "открытых сигнала скрыты", "открытых сигналов скрыты")} до закрытия; место в цепочке верно.`,
    broken: (n) => `С реестром не всё в порядке: ${ru(n, "расхождение", "расхождения", "расхождений")}`,
    brokenWhy: "Сохраните снимок этой страницы и спросите нас. Другие должны видеть то же самое.",
    more: (n) => `и ещё ${n}`,
    signalRow: (seq) => `Сигнал ${seq}`,
    outcomeRow: (seq) => `Итог ${seq}`,
    whyHash: "поля не дают его хеш",
    whyLink: "не продолжает предыдущую строку",
    whyMissing: "строки нет",
    whyHead: "это не та строка, которую реестр называет последней",
    whyKept: (date) => `${date} хеш был другим`,
    whyShort: (date) => `строка была ${date}, теперь реестр кончается раньше`,
    whyOutcome: "относится к другому сигналу",
    whyHidden: "сигнал закрыт, но до сих пор не показан",
    failed: "Проверку не удалось закончить. Ошибок не найдено.",
    cannot: "На страницах без https браузер не вычисляет хеши, проверить здесь ничего нельзя.",
    tryAgain: "Повторить",
  },
});
