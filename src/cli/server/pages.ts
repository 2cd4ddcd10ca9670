import { bounds } from '../../../domain/bounds.js';
import type { Query } from './http.js';
import type { Session } from '../session.js';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** As many as are wanted, page by page. A page may be empty although more come: what may not be seen is left out of it. */
export async function pages<Item>(
  ask: (query: Query) => Promise<Page<Item>>,
  query: Query,
  wanted: number,
): Promise<{ items: Item[]; next?: string }> {
  const items: Item[] = [];
  let cursor = query['cursor'];
  for (;;) {
    const page = await ask({ ...query, cursor, limit: Math.min(wanted - items.length, bounds.page.most) });
    items.push(...page.items);
    if (page.next === undefined) return { items };
    if (items.length >= wanted) return { items, next: page.next };
    cursor = page.next;
  }
}

/** Tells people, not programs, that a list goes on. */
export async function sayIfMore(session: Session, next: string | undefined): Promise<void> {
  if (next !== undefined && !session.asJson) await session.say(session.paint('dim', 'There are more: raise --limit.'));
}
