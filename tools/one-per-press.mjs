/**
 * Lets one Ctrl-C count once. The terminal sends it to npm and to us, and npm passes its own on as well; without this the
 * copy would look like the second, impatient Ctrl-C that stops everything the hard way.
 */
export function onePerPress(windowMs = 300) {
  const lastSeen = new Map();
  const emit = process.emit;
  process.emit = function (event, ...args) {
    if (event === 'SIGINT' || event === 'SIGTERM') {
      const now = performance.now();
      const before = lastSeen.get(event) ?? -Infinity;
      lastSeen.set(event, now);
      if (now - before < windowMs) return true;
    }
    return emit.call(this, event, ...args);
  };
}
