import type { Role } from '../../domain/access.js';

/**
 * Whose groups a request is about. `run`, `job`, `schedule`: of what the address names; `job-document`,
 * `schedule-document`: of that, and of the document in the body; `compared`: of the two runs in the query; `launch`: of
 * the job or the spec in the body; `list`: the route shows what may be seen and leaves out the rest; `none`: nothing of
 * it belongs to a group.
 */
export type Scope =
  'run' | 'compared' | 'job' | 'job-document' | 'schedule' | 'schedule-document' | 'launch' | 'list' | 'none';

export interface Needed {
  /** `anyone` needs no login: nothing is looked up, whatever the request shows. */
  readonly role: Role | 'anyone';
  readonly scope: Scope;
  /** A route for anyone that tells more to those whom it knows. */
  readonly tellsMore?: true;
}

const anyone = { role: 'anyone', scope: 'none' } as const;
const sees = (scope: Scope): Needed => ({ role: 'viewer', scope });
const launches = (scope: Scope): Needed => ({ role: 'launcher', scope });
const administers = { role: 'admin', scope: 'none' } as const;

/** Who may call what. A route that does not stand here is for admins; a test holds it against the API's own description. */
const table: Readonly<Record<string, Needed>> = {
  'GET /api/runs': sees('list'),
  'POST /api/runs': launches('launch'),
  // How busy the clusters are is no secret: everybody who waits has to know.
  'GET /api/runs/counts': sees('none'),
  'POST /api/runs/cancel': launches('list'),
  'GET /api/runs/compare': sees('compared'),
  'GET /api/runs/:id': sees('run'),
  'POST /api/runs/:id/cancel': launches('run'),
  'POST /api/runs/:id/rerun': launches('run'),
  'POST /api/runs/:id/priority': launches('run'),
  'GET /api/runs/:id/queue': sees('run'),
  'GET /api/runs/:id/events': sees('run'),
  'GET /api/runs/:id/logs': sees('run'),
  'GET /api/runs/:id/logs/stream': sees('run'),
  'GET /api/runs/:id/logs/download': sees('run'),

  'GET /api/jobs': sees('list'),
  'PUT /api/jobs/:name': launches('job-document'),
  'GET /api/jobs/:name': sees('job'),
  'DELETE /api/jobs/:name': launches('job'),
  'GET /api/jobs/:name/revisions': sees('job'),
  'GET /api/jobs/:name/revisions/:revision': sees('job'),
  'POST /api/jobs/:name/revisions/:revision/restore': launches('job'),
  'GET /api/jobs/:name/runs': sees('job'),

  'GET /api/schedules': sees('list'),
  'POST /api/schedules/preview': sees('none'),
  'PUT /api/schedules/:name': launches('schedule-document'),
  'GET /api/schedules/:name': sees('schedule'),
  'DELETE /api/schedules/:name': launches('schedule'),
  'GET /api/schedules/:name/firings': sees('schedule'),
  'GET /api/schedules/:name/preview': sees('schedule'),
  'POST /api/schedules/:name/pause': launches('schedule'),
  'POST /api/schedules/:name/resume': launches('schedule'),
  'POST /api/schedules/:name/trigger': launches('schedule'),
  'POST /api/schedules/:name/backfill': launches('schedule'),
  'DELETE /api/schedules/:name/backfill': launches('schedule'),

  'GET /api/clusters': sees('none'),
  'PUT /api/clusters/:name': administers,
  'GET /api/clusters/:name': sees('none'),
  'DELETE /api/clusters/:name': administers,
  'POST /api/clusters/:name/pause': administers,
  'POST /api/clusters/:name/resume': administers,
  'POST /api/clusters/:name/drain': administers,
  'GET /api/clusters/:name/queue': sees('none'),
  // These ask the account of a cloud in the server's name.
  'GET /api/clusters/:name/connection': administers,
  'GET /api/clusters/:name/machines': administers,
  'GET /api/discovered-clusters': administers,

  'GET /api/session': sees('none'),
  'POST /api/session': anyone,
  'DELETE /api/session': anyone,
  'GET /api/tokens': administers,
  'POST /api/tokens': administers,
  'DELETE /api/tokens/:id': administers,
  'GET /api/audit': administers,

  // Load balancers and probes ask these, and have no token.
  'GET /api/health/live': anyone,
  'GET /api/health/ready': { ...anyone, tellsMore: true },
  'GET /api/version': sees('none'),
  'GET /metrics': sees('none'),

  'GET /api/openapi.json': anyone,
  'GET /api/docs': anyone,
  'GET /api/docs/:file': anyone,
  // The page itself is the same for everybody; it shows what the API lets it.
  'GET /*': anyone,
};

/** What a request to this route needs; undefined when there is no such route. */
export function neededFor(method: string, route: string | undefined): Needed | undefined {
  if (route === undefined) return undefined;
  const asked = method === 'HEAD' ? 'GET' : method;
  return table[`${asked} ${route}`] ?? administers;
}

export const routesInTable: readonly string[] = Object.keys(table);
