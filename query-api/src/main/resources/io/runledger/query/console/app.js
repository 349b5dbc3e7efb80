// The console: which page an address is, and what is around it. Pages are loaded when they are first gone to.
import { html, render, useEffect, useRef, useState } from './html.js';
import { askAgain, connected, onConnection } from './api.js';
import { here, toCompare, toHealth, toKeys, toReview, toRuns } from './links.js';
import { Empty, Loading } from './parts.js';
import { Runs } from './runs.js';
import { Session, may, useMe } from './session.js';

const PAGES = [
  [/^$/, () => Runs, 'Runs'],
  [/^runs$/, () => Runs, 'Runs'],
  [/^runs\/[^/]+$/, async () => (await import('./run.js')).Run, 'Runs'],
  [/^runs\/[^/]+\/tasks\/[^/]+$/, async () => (await import('./task.js')).Task, 'Runs'],
  [/^runs\/[^/]+\/artifacts\/[^/]+$/, async () => (await import('./artifact.js')).Artifact, 'Runs'],
  [/^runs\/[^/]+\/bundles\/[^/]+$/, async () => (await import('./bundle.js')).Bundle, 'Runs'],
  [/^compare$/, async () => (await import('./compare.js')).Compare, 'Compare'],
  [/^review$/, async () => (await import('./review.js')).Review, 'Review'],
  [/^health$/, async () => (await import('./health.js')).Health, 'Health'],
  [/^keys$/, async () => (await import('./keys.js')).Keys, 'Keys'],
];
const SECTIONS = [
  ['Runs', toRuns()],
  ['Review', toReview()],
  ['Compare', toCompare()],
  ['Health', toHealth()],
];
const OF_KEYS = ['Keys', toKeys()];

function useAddress() {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const moved = () => setAddress(here());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return address;
}

function useConnected() {
  const [is, setIs] = useState(connected);
  useEffect(() => onConnection(() => setIs(connected)), []);
  useEffect(() => {
    if (is) return undefined;
    const timer = setInterval(askAgain, 2_000);
    return () => clearInterval(timer);
  }, [is]);
  return is;
}

/** The page of an address, once its module is here. */
function usePage(path) {
  const [loaded, setLoaded] = useState({ path: '', Page: Runs });
  const found = PAGES.find(([pattern]) => pattern.test(path));
  useEffect(() => {
    let current = true;
    Promise.resolve(found?.[1]()).then(
      (Page) => current && setLoaded({ path, Page }),
      () => current && setLoaded({ path, Page: Missing }),
    );
    return () => (current = false);
  }, [path]);
  return { Page: loaded.path === path ? loaded.Page : undefined, section: found?.[2], known: Boolean(found) };
}

/** Browsers remember a module that could not be loaded for as long as the page is there. */
function Missing() {
  useEffect(() => {
    askAgain();
    return onConnection(() => connected && location.reload());
  }, []);
  return html`<${Empty} page title="This page could not be loaded">
    <p>The ledger did not answer just then.</p>
    <button type="button" onClick=${() => location.reload()}>Load it again</button>
  <//>`;
}

function App() {
  const { steps, params } = useAddress();
  const path = steps.map(encodeURIComponent).join('/');
  const { Page, section, known } = usePage(path);
  const main = useRef();
  const last = useRef(path);
  const is = useConnected();
  const me = useMe();

  useEffect(() => {
    if (last.current !== path && Page) {
      last.current = path;
      main.current.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }, [path, Page]);

  return html`
    <a class="skip" href="#content" onClick=${(event) => (event.preventDefault(), main.current.focus())}>To the content</a>
    <header class="bar">
      <a class="brand" href=${toRuns()}>Runledger</a>
      <nav aria-label="Sections">
        ${[...SECTIONS, ...(may(me, 'keys') ? [OF_KEYS] : [])].map(
          ([name, to]) => html`<a href=${to} aria-current=${name === section ? 'page' : undefined}>${name}</a>`,
        )}
      </nav>
      <${Session} me=${me} />
    </header>
    <div class="offline" role="status" aria-live="polite">
      ${!is && html`<p>The ledger does not answer. What is shown may be old; it continues by itself as soon as the ledger is back.</p>`}
    </div>
    <main class="page" id="content" tabindex="-1" ref=${main}>
      ${Page ? html`<${Page} key=${path} steps=${steps} params=${params} />` : known ? html`<${Loading} />` : html`<${Unknown} />`}
    </main>
    <footer class="foot"><a href="/openapi.json">API</a></footer>
  `;
}

function Unknown() {
  return html`<${Empty} page title="There is no such page">
    <p>The address may be mistyped. <a href=${toRuns()}>All runs</a> is a good place to start.</p>
  <//>`;
}

const place = document.getElementById('app');
place.replaceChildren();
render(html`<${App} />`, place);
