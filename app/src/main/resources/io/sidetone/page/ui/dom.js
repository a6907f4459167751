// @ts-check
/** Elements, made of names and text nodes. Nothing that came from outside is ever read as HTML. */

/**
 * @param {string} tag such as button.primary
 * @param {Record<string, any>} [props] attributes; on… are listeners; true sets an empty attribute, false and null none
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function el(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) {
    element.className = classes.join(' ');
  }
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      attribute(element, key, value);
    }
  }
  for (const child of children) {
    if (child || child === '') {
      element.append(child);
    }
  }
  return element;
}

/** @param {Element} element @param {string} name @param {string|number|boolean|null|undefined} value */
export function attribute(element, name, value) {
  const text = value === true ? '' : value === false || value === null || value === undefined ? null : String(value);
  if (text === null) {
    if (element.hasAttribute(name)) {
      element.removeAttribute(name);
    }
  } else if (element.getAttribute(name) !== text) {
    element.setAttribute(name, text);
  }
}

/** A text node that is written to only when it changes. @param {string} [text] */
export function textNode(text = '') {
  return document.createTextNode(text);
}

/** @param {Text} node @param {string} text */
export function setText(node, text) {
  if (node.data !== text) {
    node.data = text;
  }
}

/** @param {HTMLElement} element @param {boolean} hidden */
export function hide(element, hidden) {
  if (element.hidden !== hidden) {
    element.hidden = hidden;
  }
}

/** @param {Element} element @param {string} name @param {boolean} on */
export function toggle(element, name, on) {
  if (element.classList.contains(name) !== on) {
    element.classList.toggle(name, on);
  }
}

/** A button with a drawn sign and a name. @param {string} icon @param {string} label @param {() => void} action @param {string} [text] */
export function iconButton(icon, label, action, text) {
  const button = el('button.icon', { type: 'button', 'aria-label': label, title: label, onclick: action }, sign(icon));
  if (text) {
    button.append(el('span', {}, text));
  }
  return button;
}

/** @type {Record<string, string>} */
const SIGNS = {
  pause: 'M5 3v10M11 3v10',
  play: 'M5 3l7 5-7 5z',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10',
  pin: 'M6 2h4M7 2v4l-2.5 3h7L9 6V2M8 9v5',
  gear: 'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  help: 'M5.7 6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.8-1.1 1.6M8 12.4v.2',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M13 3l-1.2 1.2M4.2 11.8L3 13',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  half: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  out: 'M9.5 3H3v10h6.5M6.5 8H14M11.5 5.5L14 8l-2.5 2.5',
  back: 'M9.5 3L4.5 8l5 5',
  down: 'M8 3v9M4.5 8.5L8 12l3.5-3.5',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2L14 14',
  fault: 'M8 2.2L14.4 13H1.6zM8 6.4v3M8 11.2v.2',
  hook: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM4 4l8 8',
  link: 'M3 8h4l1-2.5L9.5 11 11 8h2',
  bell: 'M8 2.2a4 4 0 0 0-4 4c0 3-1.5 4.3-1.5 4.3h11S12 9.2 12 6.2a4 4 0 0 0-4-4zM6.6 12.6a1.5 1.5 0 0 0 2.8 0',
  tag: 'M2.5 2.5h5.2l6 6-5.2 5.2-6-6zM5.6 5.4v.4',
  erase: 'M3 4.5h10M6.5 4.5V2.5h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  check: 'M3.5 8.5l3 3 6-7',
  wait: 'M8 3v5l3 2M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z',
};

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} icon */
export function sign(icon) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'sign');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SIGNS[icon]);
  svg.append(path);
  return svg;
}
