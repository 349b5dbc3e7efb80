// What differs between two runs.
import { html } from './html.js';
import { useReading } from './reading.js';
import { change, toArtifact, toRun, withParams } from './links.js';
import { duration, number } from './format.js';
import { Empty, Read, Status, useTitle } from './parts.js';

export function Compare({ params }) {
  useTitle('Compare');
  const { baseline, candidate } = params;
  const both = baseline && candidate;
  const reading = useReading(both ? withParams('/runs/compare', { baseline, candidate }) : undefined);
  return html`
    <h1>Compare two runs</h1>
    <${Choice} params=${params} />
    ${both
      ? html`<${Read} of=${reading} what="the comparison" rows=${8}>${(data) => html`<${Shown} of=${data} />`}<//>`
      : html`<${Empty} title="Which two?"><p>Choose a baseline and a candidate above. What differs is shown: status, durations, configuration, events by type, artifacts by content, and scores.</p><//>`}
  `;
}

function Choice({ params }) {
  const runs = useReading('/runs?limit=100');
  const chosen = (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    change({ baseline: given.get('baseline').trim(), candidate: given.get('candidate').trim() });
  };
  return html`<form class="filters" onSubmit=${chosen} aria-label="Choose the runs">
    ${['baseline', 'candidate'].map((side) => html`<label class="wide">${side === 'baseline' ? 'Baseline' : 'Candidate'}
      <input name=${side} key=${params[side] || side} defaultValue=${params[side] || ''} list="recent-runs" required autocomplete="off" spellcheck=${false} placeholder="a run's id" />
    </label>`)}
    <datalist id="recent-runs">${runs.data?.runs.map((run) => html`<option value=${run.run_id}>${run.name || run.status}</option>`)}</datalist>
    <button type="submit" class="primary">Compare</button>
    ${params.baseline && params.candidate && html`<button type="button" onClick=${() => change({ baseline: params.candidate, candidate: params.baseline })}>Swap</button>`}
  </form>`;
}

const VERDICTS = {
  equal: 'They are equal in status, configuration, artifacts, scores and gates.',
  different: 'They differ.',
  unknown: 'Nothing is known to differ, but not everything is known.',
};

/** Only what is known of both can differ. */
const differ = ({ baseline, candidate }) => baseline !== undefined && candidate !== undefined && baseline !== candidate;

/** What is said of a configuration in which no difference was found. */
function configured(of) {
  if (of.baseline_told && of.candidate_told) return 'The configuration is the same.';
  if (of.outcome !== 'unknown') return `By its digest, the configuration is ${of.equal ? 'the same' : 'another'}; not both told what it is.`;
  if (!of.baseline_told && !of.candidate_told) return 'Neither told its configuration: nobody can say whether it is the same.';
  return `The ${of.baseline_told ? 'candidate' : 'baseline'} did not tell its configuration: nobody can say whether it is the same.`;
}

function Shown({ of }) {
  const { artifacts, baseline, candidate } = of;
  return html`
    <p class="verdict ${of.equal ? 'good' : 'different'}">${VERDICTS[of.outcome]}</p>
    <${Pairs} title="In short" name="" sides=${of} rows=${[
      { name: 'Status', baseline: html`<${Status} of=${of.status.baseline} />`, candidate: html`<${Status} of=${of.status.candidate} />`, differs: of.status.outcome === 'different' },
      { name: 'Took', baseline: duration(of.duration_ms.baseline), candidate: duration(of.duration_ms.candidate), differs: differ(of.duration_ms) },
    ]} />
    <${Pairs} title="Configuration" name="Pointer" sides=${of} none=${configured(of.config)} rows=${of.config.differences.map((each) => ({ name: each.pointer || '/', baseline: json(each.baseline), candidate: json(each.candidate), differs: true }))} />
    ${of.config.truncated && html`<p class="note">There are more differences than these.</p>`}
    <${Pairs} title="Events" name="Type" sides=${of} rows=${figures(of.events, 'event_type', number)} none="Neither has events." />
    <${Pairs} title="Tasks" name="Task" sides=${of} rows=${figures(of.tasks, 'task_id', duration)} none="Neither has tasks." />
    <${Pairs} title="Scores" name="Score" sides=${of} rows=${figures(of.scores.values, 'name', json)} none="Neither was scored." />
    <${Pairs} title="Gates" name="Gate" sides=${of} rows=${figures(of.gates.values, 'gate', json)} none="Neither went through a gate." />
    <section><h2>Artifacts</h2>
      <p>${number(artifacts.same)} the same, by checksum.</p>
      ${artifacts.unknown.length > 0 && html`<h3>Not known</h3><p class="hint">One of the two has no checksum, or their checksums are of different kinds: nobody can say whether they are the same.</p><ul class="things">${artifacts.unknown.map((each) => html`<li><a href=${toArtifact(baseline.run_id, each.baseline.artifact_id)}>${each.baseline.name}</a>, <a href=${toArtifact(candidate.run_id, each.candidate.artifact_id)}>${each.candidate.name}</a></li>`)}</ul>`}
      ${artifacts.changed.length > 0 && html`<h3>Changed</h3><ul class="things">${artifacts.changed.map((each) => html`<li><a href=${toArtifact(baseline.run_id, each.baseline.artifact_id)}>${each.baseline.name}</a> → <a href=${toArtifact(candidate.run_id, each.candidate.artifact_id)}>${each.candidate.name}</a></li>`)}</ul>`}
      <${Only} title="Only in the baseline" run=${baseline.run_id} artifacts=${artifacts.only_baseline} />
      <${Only} title="Only in the candidate" run=${candidate.run_id} artifacts=${artifacts.only_candidate} />
    </section>
  `;
}

function Only({ title, run, artifacts }) {
  return artifacts.length > 0 && html`<h3>${title}</h3><ul class="things">${artifacts.map((each) => html`<li><a href=${toArtifact(run, each.artifact_id)}>${each.name}</a></li>`)}</ul>`;
}

/** Rows of the API with a figure of each side; those that differ come first. */
function figures(rows, key, shown) {
  const made = rows.map((row) => ({
    name: row[key],
    baseline: row.baseline === undefined ? '–' : shown(row.baseline),
    candidate: row.candidate === undefined ? '–' : shown(row.candidate),
    differs: row.outcome ? row.outcome === 'different' : JSON.stringify(row.baseline) !== JSON.stringify(row.candidate),
  }));
  return made.sort((one, other) => other.differs - one.differs);
}

const json = (value) => (value === undefined ? '–' : html`<code>${JSON.stringify(value)}</code>`);

function Pairs({ title, name, rows, none, sides }) {
  if (!rows.length) return html`<section><h2>${title}</h2><p class="note">${none}</p></section>`;
  return html`<section>
    <h2>${title}</h2>
    <table class="rows pairs">
      <caption class="unseen">${title}, side by side</caption>
      <thead><tr><th scope="col">${name || html`<span class="unseen">What</span>`}</th><th scope="col"><a href=${toRun(sides.baseline.run_id)}>Baseline</a></th><th scope="col"><a href=${toRun(sides.candidate.run_id)}>Candidate</a></th></tr></thead>
      <tbody>${rows.map((row) => html`<tr class=${row.differs ? 'differs' : ''}><th scope="row">${row.name}</th><td data-label="Baseline">${row.baseline}</td><td data-label="Candidate">${row.candidate}${row.differs && html`<span class="unseen">, differs</span>`}</td></tr>`)}</tbody>
    </table>
  </section>`;
}
