// @ts-check
/** What the address says: the view and the calls that are open in the fragment, filters in the query. */

/**
 * @typedef {{view: string, calls: string[]}} Place
 * @typedef {{q: string, role: string, fault: boolean, dead: boolean, talking: boolean, sort: string}} Filters
 */

/** @param {string} hash @returns {Place} */
export function placeOf(hash) {
  const [view, ids] = hash.replace(/^#\/?/, '').split('/');
  if (view === 'calls') {
    return { view: 'live', calls: (ids ?? '').split('+').filter(Boolean).map(decode) };
  }
  return { view: view || 'live', calls: [] };
}

/** @param {string} id */
function decode(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** @param {Place} place */
export function hashOf(place) {
  if (place.view !== 'live') {
    return `#/${place.view}`;
  }
  return place.calls.length > 0 ? `#/calls/${place.calls.map(encodeURIComponent).join('+')}` : '';
}

/** @param {string} search @returns {Filters} */
export function filtersOf(search) {
  const query = new URLSearchParams(search);
  return {
    q: query.get('q') ?? '',
    role: query.get('role') ?? '',
    fault: query.has('fault'),
    dead: query.has('dead'),
    talking: query.has('talking'),
    sort: query.get('sort') ?? '',
  };
}

/** @param {Filters} filters @returns {string} with its question mark, or nothing */
export function searchOf(filters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value) {
      query.set(name, value === true ? '1' : value);
    }
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

export class Route {
  constructor() {
    this.place = placeOf(location.hash);
    this.filters = filtersOf(location.search);
    /** @type {(place: Place) => void} */
    this.onPlace = () => {};
    addEventListener('popstate', () => this.moved());
    addEventListener('hashchange', () => this.moved());
  }

  moved() {
    if (location.hash.startsWith('#token=')) {
      return; // no place
    }
    this.filters = filtersOf(location.search);
    const place = placeOf(location.hash);
    if (hashOf(place) !== hashOf(this.place)) {
      this.place = place;
      this.onPlace(place);
    }
  }

  /** @param {Place} place */
  go(place) {
    if (hashOf(place) !== hashOf(this.place)) {
      this.place = place;
      history.pushState(null, '', location.pathname + location.search + hashOf(place));
      this.onPlace(place);
    }
  }

  /** @param {Filters} filters */
  filter(filters) {
    this.filters = filters;
    history.replaceState(history.state, '', location.pathname + searchOf(filters) + location.hash);
  }
}
