// Who is signed in, and signing out. Where access control is off nobody is, and a name can be told instead.
import { html, useEffect, useState } from './html.js';
import { actAs, actingAs, remove, signedInAs } from './api.js';
import { useReading } from './reading.js';

/** Who asks: nobody in particular until that is known. */
export function useMe() {
  const { data } = useReading('/access/me');
  const [me, setMe] = useState();
  useEffect(() => {
    if (!data) return;
    signedInAs(data.name);
    setMe(data);
  }, [data]);
  return me;
}

/** Whether somebody who is signed in has a permission. */
export const may = (me, permission) => Boolean(me?.name) && me.permissions.includes(permission);

/** @param {{me?: {name: string, roles: string[]}}} properties nothing is offered before it is known */
export function Session({ me }) {
  if (!me) return null;
  if (!me.name) return html`<${Actor} />`;
  return html`<div class="actor session">
    <span title="${me.name}: ${me.roles.join(', ')}">Signed in as <strong>${me.name.split('#', 1)[0]}</strong></span>
    <button type="button" class="quiet" onClick=${leave}>Sign out</button>
  </div>`;
}

async function leave() {
  await remove('/access/sessions/current').catch(() => {});
  location.assign('/sign-in');
}

function Actor() {
  return html`<label class="actor">
    Acting as
    <input type="text" name="actor" autocomplete="username" maxlength="256" placeholder="nobody" value=${actingAs() || ''} onChange=${(event) => actAs(event.target.value)} />
  </label>`;
}
