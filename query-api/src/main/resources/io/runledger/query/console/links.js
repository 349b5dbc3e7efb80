// Addresses of the console's pages. They are after the #, for all other paths are the API's.

const page = (...steps) => '#/' + steps.map(encodeURIComponent).join('/');

export const toRuns = (params) => withParams('#/', params);
export const toRun = (run, params) => withParams(page('runs', run), params);
export const toTask = (run, task) => page('runs', run, 'tasks', task);
export const toArtifact = (run, artifact) => page('runs', run, 'artifacts', artifact);
export const toBundle = (run, bundle) => page('runs', run, 'bundles', bundle);
export const toReview = (params) => withParams('#/review', params);
export const toHealth = (params) => withParams('#/health', params);
export const toKeys = () => '#/keys';
export const toCompare = (params) => withParams('#/compare', params);

/** The API's paths of what belongs to a run. */
export const pathOf = (run, ...steps) => '/runs/' + [run, ...steps].map(encodeURIComponent).join('/');

/** A path or address with the parameters that have a value. */
export function withParams(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== ''));
  return query.size ? `${path}?${query}` : path;
}

/** The page's address in pieces: its steps, and its parameters. */
export function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const steps = path.split('/').filter(Boolean).map(decode);
  return { steps, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The same page with other parameters; what is typed replaces the entry in the browser's history. */
export function change(params, { replace = false } = {}) {
  const [path] = location.hash.split('?', 1);
  const address = withParams(path || '#/', { ...here().params, ...params });
  if (replace) {
    history.replaceState(null, '', address);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = address;
  }
}

function decode(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
