import { useQuery } from '@tanstack/react-query';
import { includes, isWithin, type Role } from '../../domain/access.js';
import { sessionQuery } from '../api/access.js';

/**
 * Whether whoever is here may do what this role may, to what belongs to this group. Nothing is offered before it is
 * known; the server decides in any case.
 */
export function useMay(): (role: Role, group?: string) => boolean {
  const { data: session } = useQuery(sessionQuery);
  return (role, group) =>
    session !== undefined && includes(session.role, role) && (group === undefined || isWithin(session, group));
}
