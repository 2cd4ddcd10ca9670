import type { Model } from 'mongoose';
import { runId } from '../../domain/ids.js';
import { type IdempotencyClaim, IdempotencyKeys } from '../../domain/ports.js';
import type { IdempotencyKeyDocument } from './idempotency-key.schema.js';
import { insertOnce } from './insert-once.js';

/** Claims of Idempotency-Keys in MongoDB: the unique `_id` lets exactly one of them win. */
export class MongoIdempotencyKeys extends IdempotencyKeys {
  constructor(private readonly model: Model<IdempotencyKeyDocument>) {
    super();
  }

  override async claim(key: string, claim: IdempotencyClaim): Promise<IdempotencyClaim> {
    for (;;) {
      const document = { _id: key, runId: claim.runId, requestHash: claim.requestHash, at: new Date(claim.at) };
      if (await insertOnce(this.model, document)) return claim;
      const earlier = await this.find(key);
      if (earlier !== undefined) return earlier; // else tidied away between the two
    }
  }

  override async find(key: string): Promise<IdempotencyClaim | undefined> {
    const document = await this.model.findById(key).lean();
    if (document === null) return undefined;
    const { requestHash, at } = document;
    return { runId: runId(document.runId), requestHash, at: at.getTime() };
  }
}
