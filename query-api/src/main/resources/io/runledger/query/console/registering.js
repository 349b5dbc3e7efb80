// Registering what is elsewhere, an artifact by its address or a file by its record; nothing is uploaded.
import { html } from './html.js';
import { actingAs, post } from './api.js';
import { Field, Refusal, described } from './parts.js';
import { useForm } from './forms.js';

const TYPES = ['external-link', 'report', 'event-page', 'transcript', 'recording', 'invoice', 'podcast-doc', 'assistant-output', 'other'];
// The first is chosen until somebody chooses another: who registers in a hurry makes nothing public.
const CLASSES = ['internal', 'private', 'sensitive', 'public'];

/** @param {{task: object, onDone: () => void}} properties */
export function Registering({ task, onDone }) {
  return html`
    <section class="card" aria-labelledby="register-title">
      <h2 id="register-title">Register a link as an artifact</h2>
      <${ArtifactForm} task=${task} onDone=${onDone} />
    </section>
    <section class="card" aria-labelledby="file-title">
      <h2 id="file-title">Register a file</h2>
      <${FileForm} task=${task} onDone=${onDone} />
    </section>
  `;
}

function ArtifactForm({ task, onDone }) {
  const { submit, busy, problem, done } = useForm(
    (fields) =>
      post('/artifacts', {
        ...fields,
        run_id: task.run_id,
        task_id: task.task_id,
        source_type: 'manual-link',
        created_by: actingAs() || 'console',
      }),
    (answer, form) => {
      form.reset();
      onDone();
    },
  );
  const errors = (name) => problem?.field?.(`/${name}`) || [];
  const known = ['location', 'title', 'artifact_type', 'data_class', 'status', 'storage_provider'];
  const hint = 'Only the address is stored; the bytes stay where they are.';
  return html`<form onSubmit=${submit} noValidate>
    <${Field} label="Address" id="location" hint=${hint} errors=${[...errors('location'), ...errors('storage_provider')]}>
      <input type="url" inputmode="url" ...${described('location', hint, [...errors('location'), ...errors('storage_provider')])} />
    <//>
    <${Field} label="Title" id="title" errors=${errors('title')}><input type="text" ...${described('title', '', errors('title'))} /><//>
    <div class="line">
      <${Field} label="Type" id="artifact_type" errors=${errors('artifact_type')}><select ...${described('artifact_type', '', errors('artifact_type'))}>${TYPES.map((type) => html`<option>${type}</option>`)}</select><//>
      <${Field} label="Who may see it" id="data_class" errors=${errors('data_class')}><select ...${described('data_class', '', errors('data_class'))}>${CLASSES.map((each) => html`<option>${each}</option>`)}</select><//>
      <${Field} label="Status" id="status" errors=${errors('status')}><select ...${described('status', '', errors('status'))}><option>needs-review</option><option>draft</option></select><//>
    </div>
    <${Refusal} problem=${problem} known=${known.map((name) => `/${name}`)} />
    <button type="submit" disabled=${busy}>${busy ? 'Registering …' : 'Register and attach'}</button>
    <p class="hint" role="status">${done && 'Registered and attached. It counts once it is approved.'}</p>
  </form>`;
}

function FileForm({ task, onDone }) {
  const { submit, busy, problem, done } = useForm(
    ({ filename, storage_uri }) => post('/files', { filename, storage_uri, run_id: task.run_id, task_id: task.task_id, actor: actingAs() }),
    (answer, form) => {
      form.reset();
      onDone();
    },
  );
  const errors = (name) => problem?.field?.(`/${name}`) || [];
  return html`<form onSubmit=${submit} noValidate>
    <${Field} label="File name" id="filename" errors=${errors('filename')}><input type="text" ...${described('filename', '', errors('filename'))} /><//>
    <${Field} label="Where it is kept" id="storage_uri" errors=${errors('storage_uri')}><input type="text" placeholder="s3://bucket/key" ...${described('storage_uri', '', errors('storage_uri'))} /><//>
    <${Refusal} problem=${problem} known=${['/filename', '/storage_uri']} />
    <button type="submit" disabled=${busy}>${busy ? 'Registering …' : 'Register the file'}</button>
    <p class="hint" role="status">${done && 'Registered.'}</p>
  </form>`;
}
