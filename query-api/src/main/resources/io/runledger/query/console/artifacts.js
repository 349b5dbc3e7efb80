// Artifacts in a table, by their review status.
import { html, useState } from './html.js';
import { get } from './api.js';
import { useReading } from './reading.js';
import { toArtifact, toTask, withParams } from './links.js';
import { bytes, followable, words } from './format.js';
import { Empty, Failure, Read, Status } from './parts.js';

const STATUSES = ['needs-review', 'draft', 'approved', 'rejected', 'superseded', 'archived'];
const PAGE = 100;

/** @param {{run: string, count: number, turn: unknown, status?: string, onStatus: (status: string) => void}} properties */
export function Artifacts({ run, count, turn, status, onStatus }) {
  const asked = { run_id: run, status, limit: PAGE };
  const path = withParams('/artifacts', asked);
  const reading = useReading(count ? path : undefined, { turn });
  if (!count) {
    return html`<${Empty} title="No artifacts"><p>What this run produces is registered with <code>POST /artifacts</code>, or as a link on one of its tasks here.</p><//>`;
  }
  return html`
    <div class="choices" role="group" aria-label="Artifacts by status">
      ${['', ...STATUSES].map((each) => html`<button type="button" aria-pressed=${(status || '') === each ? 'true' : 'false'} onClick=${() => onStatus(each)}>${each || 'all'}</button>`)}
    </div>
    <${Read} of=${reading} what="the artifacts">${(page) => html`<${Table} key=${path} first=${page} asked=${asked} status=${status} />`}<//>
  `;
}

function Table({ first, asked, status }) {
  const [more, setMore] = useState({ artifacts: [], next: first.next });
  const [problem, setProblem] = useState();
  const artifacts = [...first.artifacts, ...more.artifacts];
  const goOn = async () => {
    try {
      const page = await get(withParams('/artifacts', { ...asked, cursor: more.next }));
      setMore({ artifacts: [...more.artifacts, ...page.artifacts], next: page.next });
      setProblem(undefined);
    } catch (failure) {
      setProblem(failure);
    }
  };
  if (!artifacts.length) return html`<p class="note">None of them is ${status}.</p>`;
  return html`
    <table class="rows artifacts">
      <caption class="unseen">Artifacts</caption>
      <thead><tr><th scope="col">Status</th><th scope="col">Artifact</th><th scope="col">Type</th><th scope="col">Task</th><th scope="col">Where</th><th scope="col" class="end">Size</th></tr></thead>
      <tbody>${artifacts.map((artifact) => html`<${Row} key=${artifact.artifact_id} artifact=${artifact} />`)}</tbody>
    </table>
    ${problem && html`<${Failure} problem=${problem} retry=${goOn} />`}
    ${more.next && !problem && html`<p class="more"><button type="button" onClick=${goOn}>Show more</button></p>`}
  `;
}

function Row({ artifact }) {
  const run = artifact.run_id;
  return html`<tr>
    <td><${Status} of=${artifact.status} /></td>
    <td class="name"><a href=${toArtifact(run, artifact.artifact_id)}>${artifact.title}</a></td>
    <td data-label="Type">${words(artifact.artifact_type)}</td>
    <td data-label="Task">${artifact.task_id ? html`<a href=${toTask(run, artifact.task_id)}>${artifact.task_id}</a>` : '–'}</td>
    <td data-label="Where"><${Where} artifact=${artifact} /></td>
    <td class="end" data-label="Size">${bytes(artifact.size_bytes)}</td>
  </tr>`;
}

/** Where an artifact's bytes are; a link only where a browser can go. */
export function Where({ artifact }) {
  const link = followable(artifact.location);
  return link
    ? html`<a href=${link} rel="noopener noreferrer" target="_blank" title=${link}>${artifact.storage_provider} <span aria-hidden="true">↗</span><span class="unseen">, opens in a new tab</span></a>`
    : html`<span title=${artifact.location}>${artifact.storage_provider}</span>`;
}
