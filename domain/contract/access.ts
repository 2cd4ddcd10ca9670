import { z } from 'zod';
import { roles } from '../access.js';
import { bounds } from '../bounds.js';
import { Name, pageOf, paging, Time } from './basics.js';

const RoleName = z
  .enum(roles)
  .meta({ id: 'Role' })
  .describe('viewer looks; launcher defines, launches and stops as well; admin does everything');

/** As user names are written: also e-mail addresses and DOMAIN\user, but nothing that could be taken for markup or a path. */
export const PersonName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@+\\-]{0,99}$/u, 'use 1 to 100 letters, digits, spaces and . _ @ + \\ -');

const DAY = 86_400;

/** The body of POST /tokens. */
export const TokenInput = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('What it is for'),
    person: PersonName.describe('Whose it is: the owner of the runs that are launched with it'),
    role: RoleName.default('launcher'),
    groups: z
      .array(Name)
      .min(1)
      .max(100)
      .optional()
      .describe('The groups whose jobs and runs it sees and touches; left out: all'),
    expiresInSeconds: z
      .number()
      .int()
      .min(60)
      .max(bounds.tokenDays.most * DAY)
      .optional()
      .describe('Left out: it works until it is revoked'),
  })
  .refine(({ role, groups }) => role !== 'admin' || groups === undefined, {
    path: ['groups'],
    message: 'an admin is one for all groups; leave them out, or make it a launcher',
  })
  .meta({
    id: 'TokenInput',
    example: {
      name: 'nightly build',
      person: 'ci',
      role: 'launcher',
      groups: ['analytics'],
      expiresInSeconds: 7776000,
    },
  });
export type TokenInput = z.infer<typeof TokenInput>;

const tokenFields = {
  id: z.string(),
  name: z.string(),
  person: z.string(),
  role: RoleName,
  groups: z.array(z.string()).optional().describe('Absent: all'),
  state: z.enum(['active', 'expired', 'revoked']),
  createdAt: Time,
  createdBy: z.string(),
  expiresAt: Time.optional(),
  lastUsedAt: Time.optional(),
  revokedAt: Time.optional(),
};

export const TokenView = z.object(tokenFields).meta({ id: 'Token' });
export type TokenView = z.infer<typeof TokenView>;

export const NewTokenView = z
  .object({
    ...tokenFields,
    token: z.string().describe('What to show as `Authorization: Bearer`. Told this once only'),
  })
  .meta({ id: 'NewToken' });
export type NewTokenView = z.infer<typeof NewTokenView>;

export const TokenPage = pageOf(TokenView, 'TokenPage');
export type TokenPage = z.infer<typeof TokenPage>;

export const TokenQuery = z.strictObject(paging);

/** The body of POST /session: a browser shows its token once and gets a cookie for it. */
export const LoginRequest = z.strictObject({ token: z.string().trim().min(1).max(200) }).meta({ id: 'Login' });
export type LoginRequest = z.infer<typeof LoginRequest>;

/** Who one is here, and what one may do. */
export const SessionView = z
  .object({
    access: z.enum(['open', 'tokens']).describe('open: whoever reaches this server may do everything'),
    person: z.string(),
    role: RoleName,
    groups: z.array(z.string()).optional().describe('Absent: all'),
    token: z.object({ id: z.string(), name: z.string(), expiresAt: Time.optional() }).optional(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;
