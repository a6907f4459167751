// @ts-check
/** Tells outside of the page, for who wants it: a notification of the desktop, a sound. Both are off at first. */

const EVERY_MS = 1_000;
const PITCH = { info: 520, warning: 660, error: 880 }; // hertz
const SOUND_S = 0.18;

export class Bell {
  /** @param {import('../prefs.js').Prefs} prefs @param {(entry: import('./book.js').Entry) => void} open */
  constructor(prefs, open) {
    this.prefs = prefs;
    this.open = open;
    this.rungAt = -Infinity;
    /** @type {AudioContext|null} */
    this.audio = null;
  }

  /** Whether notifications can be had at all, and are not refused. */
  get notifies() {
    return 'Notification' in globalThis && Notification.permission !== 'denied';
  }

  /** @param {boolean} on @returns {Promise<boolean>} whether it is on now */
  async notify(on) {
    const allowed = on && this.notifies && (await Notification.requestPermission()) === 'granted';
    this.prefs.set('alertNotices', allowed);
    return allowed;
  }

  /** @param {import('./book.js').Entry} entry */
  ring(entry) {
    const now = performance.now();
    if (now - this.rungAt < EVERY_MS) {
      return;
    }
    this.rungAt = now;
    if (this.prefs.values.alertSound) {
      this.sound(PITCH[entry.severity]);
    }
    if (this.prefs.values.alertNotices && this.notifies && document.hidden) {
      const notice = new Notification(entry.names, { body: entry.text, tag: entry.callId });
      notice.onclick = () => {
        window.focus();
        this.open(entry);
      };
    }
  }

  /** @param {number} pitch */
  sound(pitch) {
    this.audio ??= new AudioContext();
    const at = this.audio.currentTime;
    const voice = this.audio.createOscillator();
    const volume = this.audio.createGain();
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.12, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + SOUND_S);
    voice.connect(volume).connect(this.audio.destination);
    voice.start(at);
    voice.stop(at + SOUND_S);
  }
}
