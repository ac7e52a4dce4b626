/** A new version of the client is taken when nobody has seen the page for half an hour, never under anybody's hands. */

const UNSEEN = 30 * 60_000; // milliseconds
const VERSION = /\/v\/([0-9a-f]{16})\//;

/**
 * Load the page anew when it has been hidden for long and the server has another version of it; not while `isBusy`.
 * What was typed and is not sent is kept over that.
 * @param {string} folder
 * @param {() => boolean} isBusy
 */
export function takeNewVersions(folder, isBusy) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = async () => {
    if (!isBusy() && (await isOld(folder)) && document.hidden) location.reload();
    else if (document.hidden) wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = document.hidden ? setTimeout(look, UNSEEN) : undefined;
  };
  document.addEventListener("visibilitychange", wait);
  wait();
}

/** Whether the server's page is of another version than this one. @param {string} folder */
async function isOld(folder) {
  const own = VERSION.exec(import.meta.url)?.[1];
  const answer = await fetch(folder).catch(() => null);
  const theirs = answer?.ok ? VERSION.exec(await answer.text())?.[1] : undefined;
  return own !== undefined && theirs !== undefined && own !== theirs;
}
