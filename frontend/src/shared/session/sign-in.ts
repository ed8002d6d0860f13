/** What a sign-in sends: the launch data, and the device's zone, by whose clock the bot then writes. */
export const signInBody = (initData: string): { initData: string; timezone: string } => ({
  initData,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});
