/** Imported before anything else: the page as Telegram opened it for the person with the id 7. */

const user = encodeURIComponent(JSON.stringify({ id: 7, first_name: "Ada", language_code: "ru" }));
const initData = encodeURIComponent(`query_id=1&user=${user}&hash=abc`);
window.sessionStorage.clear();
window.location.hash = `#tgWebAppData=${initData}&tgWebAppVersion=8.0&tgWebAppPlatform=ios&tgWebAppThemeParams=%7B%7D`;

export {};
