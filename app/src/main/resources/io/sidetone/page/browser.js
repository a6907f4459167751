// @ts-check
/** The browser as the connection sees it. */

/** @param {import('./session.js').Session} session whose API gives tickets, too @returns {import('./feed/socket.js').World} */
export function browser(session) {
  return {
    open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/dashboard/ws`, 'dashboard.v1.json'),
    now: () => Date.now(),
    random: () => Math.random(),
    online: () => navigator.onLine,
    later: (task, ms) => setTimeout(task, ms),
    never: (timer) => clearTimeout(timer),
    session: () => session.look(),
    ticket: async () => (await session.api.post('/dashboard/tickets', { origin: location.origin })).ticket,
  };
}
