/**
 * Decisions that histories of earlier releases do not have in them, by the names under which Temporal notes that a
 * history has them. Each is asked for only where it makes a difference: the note is one more event.
 */
export const patches = {
  continuesWhileWaiting: 'continues-while-waiting',
  heldLeaseIsOurs: 'held-lease-is-ours',
  drainsBeside: 'drains-beside',
} as const;
