/** As much of a document as the list of calls needs, without a browser: it counts what is written to it. */

/** @typedef {{what: string, node: any}} Write */

export class FakeDocument {
  constructor() {
    /** @type {Write[]} */
    this.writes = [];
    this.hidden = false;
    this.activeElement = null;
    this.listeners = new Map();
  }

  createElement(name) {
    return new FakeElement(this, name);
  }

  createElementNS(_, name) {
    return new FakeElement(this, name);
  }

  createTextNode(text) {
    return new FakeText(this, text);
  }

  addEventListener(type, listener) {
    this.listeners.set(type, listener);
  }

  /** What has been written since this was last asked. */
  written() {
    return this.writes.splice(0);
  }
}

class FakeNode {
  constructor(document) {
    this.document = document;
    this.parentNode = null;
  }

  note(what) {
    this.document.writes.push({ what, node: this });
  }
}

class FakeText extends FakeNode {
  #data;

  constructor(document, data) {
    super(document);
    this.#data = data;
  }

  get data() {
    return this.#data;
  }

  set data(data) {
    this.note('text');
    this.#data = data;
  }
}

class FakeElement extends FakeNode {
  constructor(document, name) {
    super(document);
    this.name = name;
    this.attributes = new Map();
    this.classes = new Set();
    this.listeners = new Map();
    this.childNodes = [];
    this.scrollTop = 0;
    this.style = new Proxy({}, {
      set: (target, property, value) => {
        this.note(`style ${String(property)}`);
        return Reflect.set(target, property, value);
      },
    });
    this.classList = {
      contains: (/** @type {string} */ it) => this.classes.has(it),
      toggle: (/** @type {string} */ it) => {
        this.note(`class ${it}`);
        this.classes.delete(it) || this.classes.add(it);
      },
    };
  }

  set className(names) {
    this.note('class');
    this.classes = new Set(names.split(' '));
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name) {
    return this.attributes.has(name);
  }

  setAttribute(name, value) {
    this.note(`attribute ${name}`);
    this.attributes.set(name, value);
  }

  removeAttribute(name) {
    this.note(`attribute ${name}`);
    this.attributes.delete(name);
  }

  get hidden() {
    return this.attributes.has('hidden');
  }

  set hidden(hidden) {
    hidden ? this.setAttribute('hidden', '') : this.removeAttribute('hidden');
  }

  get firstChild() {
    return this.childNodes[0] ?? null;
  }

  append(...nodes) {
    for (const it of nodes) {
      const node = typeof it === 'string' ? new FakeText(this.document, it) : it;
      this.note('child');
      node.parentNode = this;
      this.childNodes.push(node);
    }
  }

  focus() {
    this.document.activeElement = this;
  }

  contains(node) {
    return node !== null && (node === this || this.contains(node.parentNode));
  }

  addEventListener(type, listener) {
    this.listeners.set(type, listener);
  }
}
