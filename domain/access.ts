/** Who may do what. A token is given to a person (or a program), with a role, for all groups or for some. */
export const roles = ['viewer', 'launcher', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Each role includes the ones before it. */
export const includes = (held: Role, needed: Role): boolean => roles.indexOf(held) >= roles.indexOf(needed);

/** Who asks, as far as it has been proven. */
export interface Identity {
  readonly person: string;
  readonly role: Role;
  /** The groups whose jobs and runs are seen and touched; absent: all. */
  readonly groups?: readonly string[];
  /** What proved it; absent where no proof is asked for. */
  readonly token?: Pick<ApiToken, 'id' | 'name' | 'expiresAt'>;
}

/** Whether what belongs to the group may be seen, and touched as far as the role goes. */
export const isWithin = ({ groups }: Pick<Identity, 'groups'>, group: string): boolean =>
  groups?.includes(group) ?? true;

/** A token as it is kept: of its secret only a hash. */
export interface ApiToken {
  readonly id: string;
  /** What it is for, in its maker's words. */
  readonly name: string;
  readonly person: string;
  readonly role: Role;
  readonly groups?: readonly string[];
  readonly hash: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt?: number;
  /** To the minute or so: not every request is worth a write. */
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
}

export type TokenState = 'active' | 'expired' | 'revoked';

export function tokenState(
  { revokedAt, expiresAt }: Pick<ApiToken, 'revokedAt' | 'expiresAt'>,
  now: number,
): TokenState {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'active';
}

/** A browser that has shown a token once, and shows a secret of its own since. It is worth what its token is worth. */
export interface Session {
  readonly id: string;
  readonly tokenId: string;
  readonly hash: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}
