// The events of a run by their number in it: whole pages, fetched when they come in sight.
import { useCallback, useEffect, useMemo, useRef, useState } from './html.js';
import { get } from './api.js';
import { pathOf, withParams } from './links.js';

const PAGE = 250;
const MOST_PAGES = 60;

/** So many events from one on; an answer may end before, for it is limited in bytes, too. */
async function eventsFrom(filter, skip, signal, limit = PAGE) {
  const events = [];
  let page;
  do {
    page = await get(withParams('/events', { ...filter, skip: skip + events.length, limit: limit - events.length }), signal);
    events.push(...page.events);
  } while (page.next && page.events.length && events.length < limit);
  return events;
}

/**
 * Gives the event of a number, or nothing as long as it is not here; all that are here, which is another answer with each
 * version; and has those in sight fetched.
 *
 * @param {{run_id: string, event_type?: string, task_id?: string}} filter
 * @param {number} count how many there are, as far as is known
 */
export function useTimeline(filter, count) {
  const key = JSON.stringify(filter);
  const pages = useMemo(() => new Map(), [key]);
  const asked = useMemo(() => new Map(), [key]);
  const [version, setVersion] = useState(0);
  const [problem, setProblem] = useState();
  const draw = useCallback(() => setVersion((last) => last + 1), []);
  const known = useRef(count);

  // What was the end may have more after it now.
  if (count !== known.current) {
    pages.delete(Math.floor(Math.max(0, known.current - 1) / PAGE));
    known.current = count;
  }
  useEffect(() => () => asked.forEach((control) => control.abort()), [asked]);

  const fetchPage = useCallback(
    async (number) => {
      const control = new AbortController();
      asked.set(number, control);
      try {
        pages.set(number, await eventsFrom(filter, number * PAGE, control.signal));
        for (const oldest of pages.keys()) if (pages.size > MOST_PAGES && oldest !== number) pages.delete(oldest);
        setProblem(undefined);
      } catch (failure) {
        if (!control.signal.aborted) setProblem(failure);
      } finally {
        asked.delete(number);
        draw();
      }
    },
    [key],
  );

  /** Has the pages of these rows fetched; those that are out of sight again are not waited for. */
  const want = useCallback(
    (first, last) => {
      const from = Math.floor(first / PAGE);
      const to = Math.floor(Math.max(first, last - 1) / PAGE);
      asked.forEach((control, number) => (number < from - 1 || number > to + 1) && control.abort());
      for (let number = from; number <= to; number++) {
        if (!pages.has(number) && !asked.has(number)) fetchPage(number);
      }
    },
    [key],
  );

  /** Which row an event has, or -1: rows are in order of sequence, so a few looks find it in a run of any length. */
  const rowOf = useCallback(
    async (id, signal) => {
      const { sequence } = await get(pathOf(filter.run_id, 'events', id), signal);
      let low = 0;
      let high = known.current - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        const [event] = await eventsFrom(filter, middle, signal, 1);
        if (!event || event.sequence >= sequence) high = middle;
        else low = middle + 1;
      }
      const [found] = await eventsFrom(filter, low, signal, 1);
      return found?.event_id === id ? low : -1;
    },
    [key],
  );

  return {
    rowOf,
    at: (row) => pages.get(Math.floor(row / PAGE))?.[row % PAGE],
    loaded: () => [...pages.values()].flat(),
    version,
    want,
    problem,
    retry: () => setProblem(undefined),
  };
}
