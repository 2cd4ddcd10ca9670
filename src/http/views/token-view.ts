import { type ApiToken, tokenState } from '../../../domain/access.js';
import type { TokenView } from '../../../domain/contract/access.js';
import { iso, isoIf } from '../iso.js';

/** A token as it travels: everything but what proves it. */
export const tokenView = (token: ApiToken, now: number): TokenView => ({
  id: token.id,
  name: token.name,
  person: token.person,
  role: token.role,
  groups: token.groups && [...token.groups],
  state: tokenState(token, now),
  createdAt: iso(token.createdAt),
  createdBy: token.createdBy,
  expiresAt: isoIf(token.expiresAt),
  lastUsedAt: isoIf(token.lastUsedAt),
  revokedAt: isoIf(token.revokedAt),
});
