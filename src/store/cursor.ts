import type { Page } from '../../domain/ports.js';
import { firstUlidOf } from './first-ulid-of.js';

/** Where a list goes on: opaque to its readers, the id of the last item to us. */
export const cursorBehind = (id: string): string => Buffer.from(id).toString('base64url');

/** The id that a cursor stands for. */
export const idOfCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/** The ids of a list behind the cursor and between two times, with which ids begin; absent where nothing bounds them. */
export function idsWithin(bounds: {
  readonly cursor?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}): { _id?: { $gte?: string; $lt?: string } } {
  const { cursor, since, until } = bounds;
  const before = [
    ...(cursor === undefined ? [] : [idOfCursor(cursor)]),
    ...(until === undefined ? [] : [firstUlidOf(until)]),
  ].toSorted()[0];
  const ids = {
    ...(since === undefined ? {} : { $gte: firstUlidOf(since) }),
    ...(before === undefined ? {} : { $lt: before }),
  };
  return Object.keys(ids).length === 0 ? {} : { _id: ids };
}

/** Makes a page of `limit` items from one item more than that, if there is one. */
export function pageOf<Found, Item>(
  found: readonly Found[],
  limit: number,
  idOf: (found: Found) => string,
  toItem: (found: Found) => Item,
): Page<Item> {
  const kept = found.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(toItem),
    ...(found.length > limit && last !== undefined ? { next: cursorBehind(idOf(last)) } : {}),
  };
}
