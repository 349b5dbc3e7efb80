// Reading from the API in components: loading, failing, reading again, and following what comes.
import { useCallback, useEffect, useRef, useState } from './html.js';
import { get, onConnection, connected } from './api.js';
import { withParams } from './links.js';

const BREATH = 1_000;
const SOON = 2_000;
const LONG_POLL = 25;

/**
 * What is at a path of the API. While it is read again the last answer stays.
 *
 * @param {string | undefined} path nothing is read without one
 * @param {{every?: number, turn?: unknown}} options how often it is read again while the page is seen, in milliseconds;
 *   and what it is read again for when it changes
 * @returns {{data: any, problem: any, reload: () => void}}
 */
export function useReading(path, { every = 0, turn } = {}) {
  const [read, setRead] = useState({});
  const [again, setAgain] = useState(0);
  const reload = useCallback(() => setAgain((last) => last + 1), []);

  useEffect(() => {
    if (!path) return undefined;
    const control = new AbortController();
    let timer;
    get(path, control.signal).then(
      (data) => setRead({ path, data }),
      (problem) => {
        if (control.signal.aborted) return;
        setRead((last) => ({ path, problem, data: last.path === path && problem.isAway ? last.data : undefined }));
        if (problem.isAway) timer = setTimeout(reload, SOON);
      },
    );
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [path, turn, again]);

  useEffect(() => {
    if (!every) return undefined;
    const timer = setInterval(() => document.hidden || reload(), every);
    return () => clearInterval(timer);
  }, [every, reload]);

  useEffect(() => onConnection(() => connected && reload()), [reload]);

  return read.path === path ? { ...read, reload } : { reload };
}

/**
 * Calls back when events come, of one run or of all; at most once in a second, and never for each event: who is called
 * reads what it shows.
 *
 * @param {{run_id?: string}} filter
 * @param {() => void} onNews
 */
export function useNews(filter, onNews) {
  const callback = useRef(onNews);
  callback.current = onNews;
  const run = filter.run_id;

  useEffect(() => {
    const control = new AbortController();
    follow(withParams('/events/tail', { run_id: run, limit: 1, wait: LONG_POLL }), control.signal, () => callback.current());
    return () => control.abort();
  }, [run]);
}

/**
 * Each turn waits for news from then on, so what came between two turns is read when the next has begun. Where there are no
 * news to be had, as from a node that does not have all of the log, every turn is taken for one.
 */
async function follow(path, signal, onNews) {
  let first = true;
  while (!signal.aborted) {
    const news = get(path, signal).then((tail) => tail.events.length > 0, () => undefined);
    await pause(BREATH / 4);
    if (!first && !signal.aborted) onNews();
    first = false;
    const began = Date.now();
    const came = await news;
    if (came && !signal.aborted) onNews();
    await pause(Math.max(0, (came === undefined ? SOON : BREATH) - (Date.now() - began)));
    while (document.hidden && !signal.aborted) await pause(BREATH);
  }
}

/** How often a page is read again that shows artifacts, too: registering one is no event, so no news tell of it. */
export const WITH_ARTIFACTS = { every: 5_000 };

export const pause = (millis) => new Promise((done) => setTimeout(done, millis));

/** A value that follows another once that has been still for a moment. */
export function useSettled(value, millis = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), millis);
    return () => clearTimeout(timer);
  }, [value, millis]);
  return settled;
}
