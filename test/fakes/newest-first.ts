import type { Page } from '../../domain/ports.js';
import { idOfCursor, pageOf } from '../../src/store/cursor.js';
import { kept } from './kept.js';

/** A page of what is kept, newest (largest id) first, from behind the cursor. */
export function newestFirst<Item>(
  all: Iterable<Item>,
  idOf: (item: Item) => string,
  limit: number,
  cursor: string | undefined,
): Page<Item> {
  const before = cursor === undefined ? undefined : idOfCursor(cursor);
  const found = [...all]
    .filter((item) => before === undefined || idOf(item) < before)
    .sort((a, b) => (idOf(a) < idOf(b) ? 1 : -1));
  return pageOf(found, limit, idOf, kept);
}

/** Whether one of the texts contains the wanted one, whatever the case. */
export const someContain = (wanted: string, ...texts: readonly (string | undefined)[]): boolean =>
  texts.some((text) => text?.toLowerCase().includes(wanted.toLowerCase()));
