import type { Model } from 'mongoose';
import type { ApiToken, Role } from '../../domain/access.js';
import { type Page, TokenStore } from '../../domain/ports.js';
import type { ApiTokenDocument } from './api-token.schema.js';
import { idOfCursor, pageOf } from './cursor.js';
import { insertOnce } from './insert-once.js';

/** API tokens in MongoDB. */
export class MongoTokenStore extends TokenStore {
  constructor(private readonly model: Model<ApiTokenDocument>) {
    super();
  }

  override async insert(token: ApiToken): Promise<boolean> {
    return insertOnce(this.model, documentFromToken(token));
  }

  override async get(id: string): Promise<ApiToken | undefined> {
    const found = await this.model.findById(id).lean();
    return found === null ? undefined : tokenFromDocument(found);
  }

  override async list(limit: number, cursor?: string): Promise<Page<ApiToken>> {
    const found = await this.model
      .find(cursor === undefined ? {} : { _id: { $lt: idOfCursor(cursor) } })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, tokenFromDocument);
  }

  override async ofRole(role: Role): Promise<ApiToken[]> {
    return (await this.model.find({ role }).lean()).map(tokenFromDocument);
  }

  override async revoke(id: string, at: number): Promise<ApiToken | undefined> {
    await this.model.updateOne({ _id: id, revokedAt: { $exists: false } }, { $set: { revokedAt: new Date(at) } });
    return this.get(id);
  }

  override async noteUse(id: string, at: number): Promise<void> {
    await this.model.updateOne({ _id: id }, { $max: { lastUsedAt: new Date(at) } });
  }
}

const documentFromToken = (token: ApiToken): ApiTokenDocument => ({
  _id: token.id,
  name: token.name,
  person: token.person,
  role: token.role,
  ...(token.groups === undefined ? {} : { groups: [...token.groups] }),
  hash: token.hash,
  createdAt: new Date(token.createdAt),
  createdBy: token.createdBy,
  ...(token.expiresAt === undefined ? {} : { expiresAt: new Date(token.expiresAt) }),
});

const tokenFromDocument = (document: ApiTokenDocument): ApiToken => ({
  id: document._id,
  name: document.name,
  person: document.person,
  role: document.role,
  ...(document.groups === undefined ? {} : { groups: document.groups }),
  hash: document.hash,
  createdAt: document.createdAt.getTime(),
  createdBy: document.createdBy,
  ...(document.expiresAt === undefined ? {} : { expiresAt: document.expiresAt.getTime() }),
  ...(document.lastUsedAt === undefined ? {} : { lastUsedAt: document.lastUsedAt.getTime() }),
  ...(document.revokedAt === undefined ? {} : { revokedAt: document.revokedAt.getTime() }),
});
