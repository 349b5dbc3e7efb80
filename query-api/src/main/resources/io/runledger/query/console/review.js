// The review queue: what needs review over all runs, oldest first, decided without a mouse.
import { html, useLayoutEffect, useRef, useState } from './html.js';
import { WITH_ARTIFACTS, useNews, useReading } from './reading.js';
import { change, toArtifact, toReview } from './links.js';
import { count, number, words } from './format.js';
import { Empty, Read, Status, Time, useTitle } from './parts.js';
import { About } from './artifact.js';
import { Deciding } from './deciding.js';

const PAGE = 200;
const QUEUE = `/artifacts?status=needs-review&order=asc&limit=${PAGE}`;
const keyOf = (artifact) => `${artifact.run_id}/${artifact.artifact_id}`;

export function Review({ params }) {
  useTitle('Review');
  const reading = useReading(QUEUE, WITH_ARTIFACTS);
  useNews({}, reading.reload);
  return html`<${Read} page of=${reading} what="the review queue">
    ${(page) => html`<${Queue} artifacts=${page.artifacts} more=${Boolean(page.next)} chosen=${params.artifact} reload=${reading.reload} />`}
  <//>`;
}

/**
 * Which artifact is looked at, and where. One that somebody else decides about stays in sight until one continues, for its
 * comment may be half written.
 */
function placed(waiting, chosen, shown, decided) {
  const wanted = chosen || (shown && keyOf(shown.artifact));
  const found = waiting.findIndex((each) => keyOf(each) === wanted);
  if (found >= 0) return { list: waiting, at: found };
  const at = Math.min(shown?.at ?? 0, waiting.length);
  if (shown && keyOf(shown.artifact) === wanted && !(wanted in decided)) {
    return { list: [...waiting.slice(0, at), shown.artifact, ...waiting.slice(at)], at, gone: true };
  }
  return { list: waiting, at: Math.max(0, Math.min(at, waiting.length - 1)) };
}

function Queue({ artifacts, more, chosen, reload }) {
  const [said, setSaid] = useState('');
  const [decided, setDecided] = useState({}); // by whom looks, with the revision that was decided about
  const [conflict, setConflict] = useState();
  const waiting = artifacts.filter((each) => !(decided[keyOf(each)] >= each.revision));
  const shown = useRef();
  const { list, at, gone } = placed(waiting, chosen, shown.current, decided);
  const artifact = conflict && list[at] && keyOf(conflict) === keyOf(list[at]) ? conflict : list[at];
  shown.current = artifact && { artifact, at };
  const items = useRef();
  const moved = useRef(false); // by a key, or by a decision: then the focus goes along

  const go = (to) => {
    const next = list[Math.max(0, Math.min(list.length - 1, to))];
    if (!next) return;
    moved.current = true;
    if (keyOf(next) === currentKey) focusCurrent();
    else change({ artifact: keyOf(next) }, { replace: true });
  };
  const focusCurrent = () => {
    const item = items.current?.querySelector('[aria-current]');
    item?.scrollIntoView({ block: 'nearest' });
    if (moved.current) item?.focus({ preventScroll: true });
    moved.current = false;
  };
  const latest = useRef();
  latest.current = { go, at };
  useLayoutEffect(() => {
    const pressed = (press) => {
      if (press.target.closest?.('input, textarea, select') || press.ctrlKey || press.metaKey || press.altKey) return;
      const step = { j: 1, k: -1 }[press.key];
      if (step) latest.current.go(latest.current.at + step);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  const currentKey = artifact && keyOf(artifact);
  useLayoutEffect(focusCurrent, [currentKey]);

  const won = (status) => {
    setSaid(`${artifact.title}: ${status}.`);
    setDecided((last) => ({ ...last, [keyOf(artifact)]: artifact.revision }));
    setConflict();
    const next = list[at + 1] || list[at - 1];
    moved.current = true;
    change({ artifact: next ? keyOf(next) : '' }, { replace: true });
    reload();
  };
  const current = (now) => {
    setConflict(now);
    change({ artifact: keyOf(now) }, { replace: true });
    reload();
  };

  return html`
    <div class="head">
      <h1>Review <span class="count">${number(waiting.length)}${more && '+'}</span></h1>
      <p class="hint keys"><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>a</kbd> approve · <kbd>r</kbd> reject, each confirmed by <kbd>Ctrl</kbd>+<kbd>Enter</kbd> · <kbd>c</kbd> comment</p>
    </div>
    <p class="said" role="status">${said}</p>
    ${chosen && !list.some((each) => keyOf(each) === chosen) && html`<p class="note"><a href=${toArtifact(...chosen.split('/', 2))}>What this address names</a> does not need review, or is further down the queue.</p>`}
    ${artifact
      ? html`<div class="queue">
          <nav aria-label=${count(waiting.length, 'artifact') + ' to review'} ref=${items} class="list">
            <ol>
              ${list.map(
                (each, i) => html`<li key=${keyOf(each)}>
                  <a href=${toReview({ artifact: keyOf(each) })} aria-current=${i === at ? 'true' : undefined}>
                    <strong>${each.title}</strong>
                    <span class="hint">${words(each.artifact_type)} · ${each.run_id} · <${Time} at=${each.created_at} relative /></span>
                  </a>
                </li>`,
              )}
            </ol>
          </nav>
          <section class="card" aria-labelledby="review-title">
            <h2 id="review-title"><${Status} of=${artifact.status} /> <a href=${toArtifact(artifact.run_id, artifact.artifact_id)}>${artifact.title}</a></h2>
            ${gone && !conflict && html`<p class="note" role="status">It is not in the queue any more: somebody has decided about it meanwhile.</p>`}
            <${Deciding} key=${keyOf(artifact)} artifact=${artifact} onDecided=${won} onCurrent=${current} keys />
            <${About} artifact=${artifact} />
          </section>
        </div>`
      : html`<${Empty} title="Nothing needs review"><p>Artifacts come here when they are registered with the status <code>needs-review</code> or sent to review. This page shows them as they come.</p><//>`}
  `;
}
