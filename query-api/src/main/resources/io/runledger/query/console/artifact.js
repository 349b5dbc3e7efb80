// An artifact: what it is, where it is, what was decided about it, and deciding.
import { html } from './html.js';
import { useNews, useReading } from './reading.js';
import { pathOf, toArtifact, toBundle, toRun, toTask } from './links.js';
import { bytes, followable, recorder, words } from './format.js';
import { Copy, Facts, Read, Status, Time, useTitle } from './parts.js';
import { Deciding } from './deciding.js';
import { Tree } from './payload.js';

export function Artifact({ steps }) {
  const [, run, , id] = steps;
  useTitle(`Artifact ${id}`);
  const path = pathOf(run, 'artifacts', id);
  const reading = useReading(path);
  const history = useReading(`${path}/history`);
  const reload = () => {
    reading.reload();
    history.reload();
  };
  useNews({ run_id: run }, reload);
  return html`
    <p class="trail"><a href=${toRun(run)}>Run ${run}</a></p>
    <${Read} page of=${reading} what="the artifact">
      ${(artifact) => html`
        <div class="head"><h1><${Status} of=${artifact.status} /> ${artifact.title}</h1></div>
        <div class="columns">
          <div><${About} artifact=${artifact} /></div>
          <div>
            <section class="card" aria-labelledby="decide-title">
              <h2 id="decide-title">Review</h2>
              <${Deciding} artifact=${artifact} onDecided=${reload} onCurrent=${reload} />
            </section>
            <section class="card" aria-labelledby="history-title">
              <h2 id="history-title">History</h2>
              <${Read} of=${history} what="the history">${({ moves }) => html`<${Moves} moves=${moves} artifact=${artifact} />`}<//>
            </section>
          </div>
        </div>
      `}
    <//>
  `;
}

/** What is known of an artifact. */
export function About({ artifact }) {
  const run = artifact.run_id;
  const link = followable(artifact.location);
  const other = (id) => id && html`<a href=${toArtifact(run, id)}>${id}</a>`;
  return html`
    ${artifact.summary && html`<p class="summary">${artifact.summary}</p>`}
    <${Facts}
      of=${[
        ['Type', words(artifact.artifact_type)],
        ['Where', link ? html`<a href=${link} rel="noopener noreferrer" target="_blank">${artifact.location}</a>` : html`<code>${artifact.location}</code>`],
        ['Kept by', artifact.storage_provider],
        ['Run', html`<a href=${toRun(run)}>${run}</a>`],
        ['Task', artifact.task_id && html`<a href=${toTask(run, artifact.task_id)}>${artifact.task_id}</a>`],
        ['Bundle', artifact.bundle_id && html`<a href=${toBundle(run, artifact.bundle_id)}>${artifact.bundle_id}</a>`],
        ['Who may see it', artifact.data_class],
        ['File', artifact.filename],
        ['Media type', artifact.content_type],
        ['Size', artifact.size_bytes !== undefined && artifact.size_bytes !== null ? bytes(artifact.size_bytes) : undefined],
        ['Checksum', artifact.checksum && html`${artifact.checksum.algorithm} <${Copy} text=${artifact.checksum.value} label="the checksum" short=${16} />`],
        ['From', `${words(artifact.source_type)}, by ${artifact.created_by}`],
        ['Registered', html`<${Time} at=${artifact.created_at} />${artifact.recorded_by && ` by ${recorder(artifact)}`}`],
        ['Reviewed', artifact.reviewed_at && html`<${Time} at=${artifact.reviewed_at} />${artifact.reviewed_by && ` by ${artifact.reviewed_by}`}`],
        ['Supersedes', other(artifact.supersedes)],
        ['Superseded by', other(artifact.superseded_by)],
        ['Tags', artifact.tags.join(', ')],
        ['Revision', artifact.revision],
        ['Artifact id', html`<${Copy} text=${artifact.artifact_id} label="the artifact's id" />`],
      ]}
    />
    ${artifact.metadata && html`<h3>Metadata</h3><div class="payload"><${Tree} value=${artifact.metadata} /></div>`}
  `;
}

function Moves({ moves, artifact }) {
  return html`<ol class="moves">
    ${[...moves].reverse().map(
      (move) => html`<li key=${move.decision_id}>
        <p><strong>${words(move.type.replace('artifact.', ''))}</strong>${move.to && move.from !== move.to ? html` to <${Status} of=${move.to} />` : ''}</p>
        ${move.comment && html`<blockquote>${move.comment}</blockquote>`}
        <p class="hint">${move.actor || 'nobody named'}${move.recorded_by && ` (${move.recorded_by === move.actor ? move.attestation : recorder(move)})`}, <${Time} at=${move.occurred_at} /></p>
      </li>`,
    )}
    <li><p><strong>registered</strong></p><p class="hint">${artifact.created_by}, <${Time} at=${artifact.created_at} /></p></li>
  </ol>`;
}
