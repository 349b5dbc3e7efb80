// A long list of which only the rows in sight are there.
import { useEffect, useLayoutEffect, useRef, useState } from './html.js';

const SPARE = 10;

/**
 * Which rows are in sight.
 *
 * @param {number} count how many rows there are
 * @param {number} height of a row, in pixels
 * @returns {{frame: object, first: number, last: number, reveal: (row: number) => void}} what to give the element that
 *   scrolls, the first row to draw and the one after the last, and what scrolls to a row
 */
export function useWindow(count, height) {
  const frame = useRef();
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const due = useRef(0);
  const look = () => {
    due.current = 0;
    const { scrollTop, clientHeight } = frame.current || {};
    if (clientHeight !== undefined) setSeen({ top: scrollTop, height: clientHeight });
  };
  const later = () => {
    due.current ||= requestAnimationFrame(look);
  };

  useLayoutEffect(look, [count]);
  useEffect(() => {
    const sizes = new ResizeObserver(later);
    sizes.observe(frame.current);
    return () => {
      sizes.disconnect();
      cancelAnimationFrame(due.current);
    };
  }, []);

  const first = Math.max(0, Math.floor(seen.top / height) - SPARE);
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / height) + SPARE);
  const reveal = (row) => {
    const { scrollTop, clientHeight } = frame.current;
    const top = row * height;
    if (top < scrollTop) frame.current.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) frame.current.scrollTop = top + height - clientHeight;
  };
  return { frame: { ref: frame, onScroll: later }, first: Math.min(first, last), last, reveal };
}
