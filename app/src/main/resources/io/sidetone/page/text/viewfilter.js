// @ts-check
/** What a saved view asks the server for, from what somebody typed. Only what is fixed when a call starts. Pure. */

/** @typedef {{direction?: string, from?: string[], to?: string[], labels?: Record<string, string[]>}} Filter */

/** @param {string} text with commas */
function parts(text) {
  return text.split(',').map((it) => it.trim()).filter(Boolean);
}

/** @param {string} text numbers or their beginnings; spaces and brackets are only for the eye */
function numbers(text) {
  return parts(text).map((it) => it.replace(/[\s().-]/g, ''));
}

/**
 * @param {{direction: string, from: string, to: string, labels: string}} typed
 * @returns {{filter: Filter}|{wrong: string}}
 */
export function filterOf(typed) {
  /** @type {Record<string, string[]>} */
  const labels = {};
  for (const one of parts(typed.labels)) {
    const at = one.indexOf('=');
    const [name, value] = [one.slice(0, at).trim(), one.slice(at + 1).trim()];
    if (at < 1 || value === '') {
      return { wrong: `${one} is no label (expected: name=value, such as queue=support)` };
    }
    labels[name] = [...(labels[name] ?? []), value];
  }
  /** @type {Filter} */
  const filter = {};
  if (typed.direction) {
    filter.direction = typed.direction;
  }
  for (const name of /** @type {const} */ (['from', 'to'])) {
    const wanted = numbers(typed[name]);
    if (wanted.length > 0) {
      filter[name] = wanted;
    }
  }
  if (Object.keys(labels).length > 0) {
    filter.labels = labels;
  }
  return Object.keys(filter).length > 0 ? { filter } : { wrong: 'a view needs at least one of these' };
}
