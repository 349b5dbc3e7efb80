// Keys, for administrators: who has one, a new one, which is shown once, and ending one for good.
import { html, useState } from './html.js';
import { post, remove } from './api.js';
import { useForm } from './forms.js';
import { useReading } from './reading.js';
import { Copy, Empty, Field, Read, Refusal, Status, Time, described, useTitle } from './parts.js';

const ROLES = {
  producer: 'agents and pipelines: append records and ask for completion',
  reader: 'dashboards and auditors: read',
  reviewer: 'people who approve: read, ask and review',
  operator: 'who runs the ledger: read, export and operate',
  admin: 'who gives out keys: everything',
};

export function Keys() {
  useTitle('Keys');
  const reading = useReading('/access/keys', { every: 5_000 });
  return html`
    <h1>Keys</h1>
    <${NewKey} onDone=${reading.reload} />
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">All keys</h2>
      <${Read} of=${reading} what="the keys">
        ${({ keys }) => (keys.length ? html`<${List} keys=${keys} onDone=${reading.reload} />` : html`<${Empty} title="There is no key yet"><p>Create the first one above.</p><//>`)}
      <//>
    </section>
  `;
}

function NewKey({ onDone }) {
  const { submit, busy, problem, done } = useForm(
    ({ name, expires_at, ...fields }) => {
      const roles = Object.keys(ROLES).filter((role) => fields[`role-${role}`]);
      return post('/access/keys', { name, roles, expires_at: expires_at && new Date(expires_at).toISOString() });
    },
    (answer, form) => {
      form.reset();
      onDone();
    },
  );
  const errors = (name) => problem?.field?.(`/${name}`) || [];
  const hint = 'Who it is for. It is what records and decisions name.';
  const until = 'Left out, it holds until it is revoked.';
  return html`<section class="card" aria-labelledby="new-key-title">
    <h2 id="new-key-title">Create a key</h2>
    <form onSubmit=${submit} noValidate autocomplete="off">
      <${Field} label="Name" id="name" hint=${hint} errors=${errors('name')}><input type="text" maxlength="128" ...${described('name', hint, errors('name'))} /><//>
      <fieldset aria-describedby=${errors('roles').length ? 'roles-error' : undefined}>
        <legend>Roles</legend>
        ${Object.entries(ROLES).map(([role, what]) => html`<label class="check"><input type="checkbox" name="role-${role}" /> <span><strong>${role}</strong> ${what}</span></label>`)}
        ${errors('roles').length > 0 && html`<p class="error" id="roles-error">Choose at least one role.</p>`}
      </fieldset>
      <${Field} label="Ends" id="expires_at" hint=${until} errors=${errors('expires_at')}><input type="datetime-local" ...${described('expires_at', until, errors('expires_at'))} /><//>
      <${Refusal} problem=${problem} known=${['/name', '/roles', '/expires_at']} />
      <button type="submit" disabled=${busy}>${busy ? 'Creating …' : 'Create the key'}</button>
    </form>
    <div role="status">
      ${done && html`<div class="said"><p>The key of <strong>${done.name}</strong>. It is shown this once: keep it now.</p><p><${Copy} text=${done.key} label="the key" /></p></div>`}
    </div>
  </section>`;
}

function List({ keys, onDone }) {
  return html`<table class="rows">
    <thead><tr><th>Name</th><th>Roles</th><th>State</th><th>Id</th><th>Created</th><th>Ends</th><th><span class="unseen">Revoke</span></th></tr></thead>
    <tbody>${keys.map((key) => html`<${Key} key=${key.id} of=${key} onDone=${onDone} />`)}</tbody>
  </table>`;
}

/** What a key is worth now. */
function state({ revoked_at: revoked, expires_at: expires }) {
  if (revoked) return 'revoked';
  return expires && new Date(expires) <= new Date() ? 'expired' : 'ok';
}

function Key({ of, onDone }) {
  const now = state(of);
  return html`<tr>
    <td class="name"><strong>${of.name}</strong></td>
    <td data-label="Roles">${of.roles.join(', ')}</td>
    <td data-label="State"><${Status} of=${now} /></td>
    <td data-label="Id"><code>${of.id}</code></td>
    <td data-label="Created"><${Time} at=${of.created_at} />${of.created_by && html` by ${of.created_by}`}</td>
    <td data-label="Ends"><${Time} at=${of.revoked_at || of.expires_at} />${of.revoked_by && html` by ${of.revoked_by}`}</td>
    <td>${now === 'ok' && html`<${Revoking} of=${of} onDone=${onDone} />`}</td>
  </tr>`;
}

/** Asks first: nothing brings a revoked key back. */
function Revoking({ of, onDone }) {
  const [{ asked, busy, problem }, setState] = useState({});
  const revoke = async () => {
    setState({ asked: true, busy: true });
    try {
      await remove(`/access/keys/${encodeURIComponent(of.id)}`);
      setState({});
      onDone();
    } catch (failure) {
      setState({ asked: true, problem: failure });
    }
  };
  if (!asked) return html`<button type="button" onClick=${() => setState({ asked: true })} aria-label="Revoke the key ${of.id} of ${of.name}">Revoke</button>`;
  return html`<div role="group" aria-label="Revoke the key of ${of.name}">
    <p>End the key of <strong>${of.name}</strong> for good?</p>
    <p class="actions">
      <button type="button" disabled=${busy} onClick=${revoke} ref=${focused}>${busy ? 'Revoking …' : 'Revoke it'}</button>
      <button type="button" onClick=${() => setState({})}>Keep it</button>
    </p>
    <${Refusal} problem=${problem} />
  </div>`;
}

const focused = (button) => button && !button.disabled && document.activeElement === document.body && button.focus();
