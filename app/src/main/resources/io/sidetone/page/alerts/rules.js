// @ts-check
/** What the settings want to be told of, and where it stands in what was said. Pure. */
import { folded, placeIn } from '../text/folded.js';
import { find } from './machine.js';

/**
 * @typedef {'info'|'warning'|'error'} Severity
 * @typedef {{name: string, severity: Severity, roles: string[], machines: import('./machine.js').Machine[]}} Alert
 * @typedef {{name: string, severity: Severity, from: number, to: number}} Hit from where to where in the text
 */

const LOUDEST = /** @type {Severity[]} */ (['error', 'warning', 'info']);

/** @param {Alert[]} alerts @param {string} text @param {string} role of who said it @returns {Hit[]} from the left */
export function hitsIn(alerts, text, role) {
  /** @type {Hit[]} */
  const hits = [];
  const subject = folded(text);
  for (const alert of alerts) {
    if (alert.roles.length === 0 || alert.roles.includes(role)) {
      for (const [from, to] of alert.machines.flatMap((it) => find(it, subject.points))) {
        hits.push({ name: alert.name, severity: alert.severity, ...placeIn(subject, from, to) });
      }
    }
  }
  return hits.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** @param {{severity: Severity}[]} hits @returns {Severity} */
export function loudest(hits) {
  return LOUDEST.find((it) => hits.some((hit) => hit.severity === it)) ?? 'info';
}

/** @param {Hit[]} hits @returns {string} each name once */
export function namesOf(hits) {
  return [...new Set(hits.map((it) => it.name))].join(', ');
}
