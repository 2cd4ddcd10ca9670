import type { Model } from 'mongoose';
import { isDuplicateKey } from './is-duplicate-key.js';

/** Inserts the document; false when one with its id (or another unique key of it) is there already. */
export async function insertOnce<Document extends { _id: string }>(
  model: Model<Document>,
  document: Document,
): Promise<boolean> {
  try {
    // Not through `create`: building a mongoose document costs more than the write itself, and ours are built already.
    await model.insertMany([document], { lean: true });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
