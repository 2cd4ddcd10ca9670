import type { AttemptEnding } from '../domain/attempt-ending.js';
import { AttemptWatch } from './attempt-watch.js';
import type { Carried } from './carried.js';
import { Changes } from './changes.js';
import { finishWatch } from './finish-watch.js';
import { LogShipper, SHIP_MILLISECONDS } from './log-shipper.js';
import type { Vigil } from './vigil.js';
import { within } from './within.js';

/** While lines keep coming they are taken over in bundles this far apart; the first line after a silence at once. */
const BUNDLE_MILLISECONDS = 80;

/** A container that prints without pause is not looked at more often than this. */
const LOOK_MILLISECONDS = 20;

/**
 * Watches an attempt until its container has truly ended: ships its log, records what is seen, keeps the deadlines.
 * Throws only when the worker is shutting down; then the next one goes on here.
 */
export async function watchAttempt(carried: Carried, isFresh: boolean): Promise<AttemptEnding> {
  const { deps, engine, run, attempt, handle, vigil } = carried;
  const shipper = new LogShipper(deps, engine, { id: run.id, attempt, handle });
  if (isFresh) shipper.beginEmpty();
  const watch = new AttemptWatch(carried);
  const { pollSeconds } = engine.describe();
  const changes = new Changes(engine, handle, pollSeconds);
  try {
    let shippedAt = 0;
    for (;;) {
      vigil.check();
      const news = changes.next();
      const lookedAt = deps.clock.now();
      const exit = await watch.look();
      if (exit !== undefined) return await finishWatch(carried, exit, shipper);
      const toBundle = shippedAt + BUNDLE_MILLISECONDS - deps.clock.now();
      if (toBundle <= 0) {
        const { came, hasMore } = await shipLogged(shipper, vigil);
        if (hasMore) continue;
        // Of a full log nothing comes any more, however much is printed and announced.
        if (came > 0 || shipper.complete) shippedAt = deps.clock.now();
      } else await vigil.pause(Math.min(toBundle, LOOK_MILLISECONDS));
      // A deadline that the look found passed could not be carried out just then: it is for the next look.
      const { at } = watch.deadline;
      const toDeadline = at > lookedAt ? Math.max(at - deps.clock.now(), 1) : Infinity;
      // Lines that came inside the bundle's time are fetched when it is over, whether or not something announces them.
      const patience = Math.min(toBundle > 0 ? toBundle : Infinity, toDeadline);
      await vigil.until(patience < pollSeconds * 1000 ? within(patience, news, undefined) : news);
    }
  } finally {
    changes.close();
  }
}

/** The engine's log may be away while the container runs; it is asked again at the next turn, and drained at the end. */
async function shipLogged(shipper: LogShipper, vigil: Vigil): ReturnType<LogShipper['ship']> {
  try {
    return await shipper.ship(SHIP_MILLISECONDS);
  } catch (error) {
    vigil.note({ log: error instanceof Error ? error.message : String(error) });
    await vigil.pause(500);
    return { came: 0, hasMore: false };
  }
}
