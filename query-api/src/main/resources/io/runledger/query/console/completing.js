// Completing a task with the proof that it asks for.
import { html } from './html.js';
import { actingAs, post } from './api.js';
import { useReading } from './reading.js';
import { pathOf, withParams } from './links.js';
import { Field, Refusal, described } from './parts.js';
import { useForm } from './forms.js';

const FIELDS = {
  url: { label: 'Link', hint: 'A lasting http or https address.' },
  link_name: { label: 'What the link is called' },
  external_status: { label: 'External status', hint: 'What was reached elsewhere, such as merged.' },
  files: { label: 'File of this run' },
  comment: { label: 'Comment' },
};
/** What a blocker asks for, as the field that gives it. */
const FIELD_OF = { url: 'url', comment: 'comment', 'external-status': 'external_status', 'link-name': 'link_name', file: 'files' };

/** @param {{task: object, onDone: () => void}} properties */
export function Completing({ task, onDone }) {
  const asked = task.proof_requirement;
  const wantsFile = (asked.type === 'file' || asked.requires_file) && !task.files.length;
  const files = useReading(wantsFile ? withParams('/files', { run_id: task.run_id, limit: 200 }) : undefined, { turn: task.event_count });
  const others = files.data?.files || [];
  const fields = [
    (asked.type === 'url' || asked.required_link_name) && 'url',
    asked.required_link_name && 'link_name',
    asked.type === 'external-status' && 'external_status',
    wantsFile && others.length > 0 && 'files',
    'comment',
  ].filter(Boolean);
  const { submit, busy, problem } = useForm(
    ({ files: file, ...given }) =>
      post(pathOf(task.run_id, 'tasks', task.task_id, 'complete'), { ...given, files: file && [file], actor: actingAs() }, { revision: task.revision }),
    onDone,
  );
  const blockers = problem?.body?.blocked_by || [];
  const errors = (name) => [
    ...(problem?.field?.(`/${name}`) || []),
    ...blockers.filter((blocker) => FIELD_OF[blocker.requirement] === name).map((blocker) => blocker.detail),
  ];

  return html`<section class="card" aria-labelledby="complete-title">
    <h2 id="complete-title">Complete it</h2>
    <form onSubmit=${submit} noValidate>
      ${fields.map((name) => {
        const { label, hint } = FIELDS[name];
        const wrong = errors(name);
        return html`<${Field} label=${label} id=${name} hint=${hint} errors=${wrong}>
          <${Control} name=${name} files=${others} ...${described(name, hint, wrong)} />
        <//>`;
      })}
      <${Refusal} problem=${problem} known=${fields.map((name) => `/${name}`)} told=${Object.keys(FIELD_OF).filter((each) => fields.includes(FIELD_OF[each]))} />
      <button type="submit" class="primary" disabled=${busy}>${busy ? 'Asking …' : 'Complete the task'}</button>
    </form>
  </section>`;
}

function Control({ files, ...properties }) {
  if (properties.name === 'comment') return html`<textarea rows="2" ...${properties}></textarea>`;
  if (properties.name !== 'files') return html`<input type="text" ...${properties} />`;
  return html`<select ...${properties}>
    <option value="">none</option>
    ${files.map((file) => html`<option value=${file.file_id}>${file.filename || file.file_id}${file.task_id && ` (of ${file.task_id})`}</option>`)}
  </select>`;
}
