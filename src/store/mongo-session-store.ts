import type { Model } from 'mongoose';
import type { Session } from '../../domain/access.js';
import { SessionStore } from '../../domain/ports.js';
import { insertOnce } from './insert-once.js';
import type { SessionDocument } from './session.schema.js';

/** Browsers that are logged in, in MongoDB. */
export class MongoSessionStore extends SessionStore {
  constructor(private readonly model: Model<SessionDocument>) {
    super();
  }

  override async insert({ id, createdAt, expiresAt, ...same }: Session): Promise<void> {
    await insertOnce(this.model, {
      _id: id,
      createdAt: new Date(createdAt),
      expiresAt: new Date(expiresAt),
      ...same,
    });
  }

  override async get(id: string): Promise<Session | undefined> {
    const found = await this.model.findById(id).lean();
    if (found === null) return undefined;
    const { tokenId, hash, createdAt, expiresAt } = found;
    return { id, tokenId, hash, createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime() };
  }

  override async remove(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  override async removeExpired(now: number): Promise<void> {
    await this.model.deleteMany({ expiresAt: { $lte: new Date(now) } });
  }
}
