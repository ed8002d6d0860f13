// Talking with the Telegram client around the page: a few events out, a few events in.

const WEB_CLIENTS = "https://web.telegram.org";

export function tellTelegram(event, data = {}) {
  if (window.TelegramWebviewProxy?.postEvent) {
    window.TelegramWebviewProxy.postEvent(event, JSON.stringify(data));
  } else if (typeof window.external?.notify === "function") {
    window.external.notify(JSON.stringify({ eventType: event, eventData: data }));
  } else if (window.parent !== window) {
    window.parent.postMessage(JSON.stringify({ eventType: event, eventData: data }), WEB_CLIENTS);
  }
}

function parse(message) {
  try {
    const { eventType, eventData } = JSON.parse(message);
    return [eventType, eventData ?? {}];
  } catch {
    return [null, {}];
  }
}

// Calls `handle(event, data)` for every event of the client, whichever way it reaches us.
export function hearTelegram(handle) {
  const receiveEvent = (event, data) => handle(event, data ?? {});
  window.Telegram = { ...window.Telegram, WebView: { receiveEvent } };
  window.TelegramGameProxy = { receiveEvent };
  window.TelegramGameProxy_receiveEvent = receiveEvent;
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== WEB_CLIENTS || typeof data !== "string") return;
    const [event, details] = parse(data);
    if (event) handle(event, details);
  });
}
