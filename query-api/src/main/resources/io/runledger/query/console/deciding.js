// Deciding about an artifact: by its revision, so that whoever was slower is told what the other one decided.
import { html, useEffect, useLayoutEffect, useRef, useState } from './html.js';
import { actingAs, get, post } from './api.js';
import { pathOf } from './links.js';
import { MOVES } from './moves.js';
import { Refusal, Status, Time } from './parts.js';

/** How long a key that was pressed waits to be confirmed, in milliseconds. */
const CONFIRM_WITHIN = 10_000;
/** Keys that are held with others, and say nothing by themselves. */
const HELD = new Set(['Control', 'Meta', 'Shift', 'Alt']);
const VERBS = { approved: 'Approve', rejected: 'Reject', 'needs-review': 'Send to review' };
const DID = { approved: 'approved it', rejected: 'rejected it', 'needs-review': 'sent it to review', archived: 'archived it', superseded: 'superseded it' };

/**
 * Asks for a decision about the artifact as it is seen.
 *
 * @returns {Promise<{won: true} | {won: false, now: object, by?: object}>} with the artifact as it is now, if somebody was faster
 */
export async function decide(artifact, status, comment) {
  const path = pathOf(artifact.run_id, 'artifacts', artifact.artifact_id);
  try {
    await post(`${path}/review`, { status, comment: comment || undefined, actor: actingAs() }, { revision: artifact.revision });
    return { won: true };
  } catch (problem) {
    const raced = problem.status === 412 || (problem.status === 409 && problem.body.reason === 'illegal-move');
    if (!raced) throw problem;
    const [now, history] = await Promise.all([get(path), get(`${path}/history`)]);
    return { won: false, now, by: history.moves.at(-1) };
  }
}

/**
 * Nobody decides without a name, and no single key decides: a key asks, with the focus on the item only, and Ctrl+Enter
 * confirms. A decision cannot be taken back.
 *
 * @param {{artifact: object, onDecided: (status: string) => void, onCurrent: (artifact: object) => void, keys?: boolean}} properties
 */
export function Deciding({ artifact, onDecided, onCurrent, keys }) {
  const [state, setState] = useState({});
  const comment = useRef();
  const moves = MOVES[artifact.status] || [];
  const run = async (status) => {
    if (state.busy) return;
    if (!actingAs()) {
      setState({ nameless: true });
      document.querySelector('input[name=actor]')?.focus();
      return;
    }
    setState({ busy: true });
    try {
      const { won, now, by } = await decide(artifact, status, comment.current.value.trim());
      if (won) {
        comment.current.value = '';
        setState({});
        onDecided(status);
      } else {
        setState({ conflict: { now, by, wanted: status } });
        onCurrent(now);
      }
    } catch (problem) {
      setState({ problem });
    }
  };
  const latest = useRef();
  latest.current = { run, moves, comment, asked: state.asked };
  useEffect(() => {
    if (!state.asked) return undefined;
    const timer = setTimeout(() => setState({}), CONFIRM_WITHIN);
    return () => clearTimeout(timer);
  }, [state.asked]);
  useLayoutEffect(() => { // with what is drawn: a key that is pressed at once must not go nowhere
    if (!keys) return undefined;
    const pressed = (press) => {
      const { run: go, moves: may, comment: field, asked } = latest.current;
      if (press.target.closest?.('input, textarea, select') || press.altKey || press.repeat || HELD.has(press.key)) return;
      if (press.ctrlKey || press.metaKey) {
        if (press.key !== 'Enter' || !asked) return;
        press.preventDefault();
        go(asked);
        return;
      }
      const status = { a: 'approved', r: 'rejected' }[press.key];
      const onItem = press.target.closest?.('.queue');
      if (status && onItem && may.includes(status)) {
        press.preventDefault();
        if (actingAs()) setState({ asked: status });
        else go(status); // which asks for a name
        return;
      }
      if (asked) setState({}); // whatever else is typed was not meant as an answer
      if (press.key !== 'c') return;
      press.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [keys]);

  return html`<div class="deciding">
    ${state.nameless && html`<p class="refusal" role="alert">A decision needs a name: fill in “Acting as”, and decide again.</p>`}
    ${state.conflict && html`<${Conflict} ...${state.conflict} />`}
    ${moves.length
      ? html`
          <label for="decision-comment"><span>Comment ${keys && html`<kbd>c</kbd>`}</span></label>
          <textarea id="decision-comment" rows="2" ref=${comment} onKeyDown=${(press) => press.key === 'Escape' && leave(press.currentTarget)}></textarea>
          ${state.asked && html`<p class="note asked" role="alert">${VERBS[state.asked]} it as ${actingAs()}? <kbd>Ctrl</kbd>+<kbd>Enter</kbd> confirms, any other key goes back.</p>`}
          <div class="actions">
            ${moves.map((status) => html`<button type="button" class=${status === 'approved' ? 'primary' : ''} disabled=${state.busy} onClick=${() => run(status)}>${VERBS[status]} ${keys && status !== 'needs-review' && html`<kbd>${status[0]}</kbd>`}</button>`)}
          </div>`
      : html`<p class="note">It is ${artifact.status}: there is nothing to decide.</p>`}
    <${Refusal} problem=${state.problem} />
  </div>`;
}

/** Back to the item in the queue, where keys decide; elsewhere there is none. */
function leave(field) {
  field.blur();
  field.closest('.queue')?.querySelector('[aria-current]')?.focus();
}

function Conflict({ now, by, wanted }) {
  const who = by?.actor || 'Somebody';
  return html`<div class="refusal conflict" role="alert">
    <strong>Somebody was faster</strong>
    <p>
      ${who} ${DID[by?.to] || 'changed it'} ${by && html`<${Time} at=${by.occurred_at} relative />`}${by?.comment ? html`: “${by.comment}”` : '.'}
      ${' '}Your decision (${wanted}) was not taken.
    </p>
    <p>It is now <${Status} of=${now.status} /> at revision ${now.revision}. ${MOVES[now.status]?.length ? 'You can decide again, about what it is now.' : 'Continue with the next one.'}</p>
  </div>`;
}
