import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { ActivityFilters } from './api/access.js';
import { JobFilters, jobQuery } from './api/jobs.js';
import { queryClient } from './api/query-client.js';
import { RunFilters, runQuery } from './api/runs.js';
import { ScheduleFilters, scheduleQuery } from './api/schedules.js';
import { NothingHere } from './components/nothing-here.js';
import { PageBroke } from './components/page-broke.js';
import { Gate } from './gate.js';
import { ActivityPage } from './pages/activity/activity-page.js';
import { ClusterPage } from './pages/cluster/cluster-page.js';
import { ClustersPage } from './pages/clusters/clusters-page.js';
import { ComparePage } from './pages/compare/compare-page.js';
import { EditJobPage } from './pages/job-form/edit-job-page.js';
import { NewJobPage } from './pages/job-form/new-job-page.js';
import { JobPage } from './pages/job/job-page.js';
import { JobsPage } from './pages/jobs/jobs-page.js';
import { LaunchPage } from './pages/launch/launch-page.js';
import { LaunchSearch } from './pages/launch/launch-search.js';
import { RerunPage } from './pages/launch/rerun-page.js';
import { RunPage } from './pages/run/run-page.js';
import { SettingsPage } from './pages/settings/settings-page.js';
import { RunsPage } from './pages/runs/runs-page.js';
import { SchedulePage } from './pages/schedule/schedule-page.js';
import { EditSchedulePage } from './pages/schedule-form/edit-schedule-page.js';
import { NewSchedulePage } from './pages/schedule-form/new-schedule-page.js';
import { SchedulesPage } from './pages/schedules/schedules-page.js';
import { parseSearch, readSearch, stringifySearch } from './search-params.js';

/** Where one is in a run's log; lines are in the hash (`#L120-L140`). */
const RunSearch = z.strictObject({
  attempt: z.coerce.number().int().min(1).optional(),
  find: z.string().max(200).optional(),
  only: z.stringbool().optional(),
});

/** The two runs that are compared. */
const CompareSearch = z.strictObject({ a: z.string().optional(), b: z.string().optional() });

/** Begins to read before the page is drawn; what goes wrong is the page's to say. */
const preload = (begin: Promise<unknown>): void => void begin.catch(() => undefined);

const rootRoute = createRootRoute({ component: Gate, notFoundComponent: NothingHere, errorComponent: PageBroke });
const under = () => rootRoute;

const routes = {
  home: createRoute({
    getParentRoute: under,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/runs' });
    },
  }),
  runs: createRoute({
    getParentRoute: under,
    path: '/runs',
    validateSearch: (search) => readSearch(RunFilters, search),
    component: RunsPage,
  }),
  run: createRoute({
    getParentRoute: under,
    path: '/runs/$id',
    validateSearch: (search) => readSearch(RunSearch, search),
    loader: ({ params }) => preload(queryClient.query(runQuery(params.id))),
    component: RunPage,
  }),
  compare: createRoute({
    getParentRoute: under,
    path: '/runs/compare',
    validateSearch: (search) => readSearch(CompareSearch, search),
    component: ComparePage,
  }),
  rerun: createRoute({ getParentRoute: under, path: '/runs/$id/again', component: RerunPage }),
  jobs: createRoute({
    getParentRoute: under,
    path: '/jobs',
    validateSearch: (search) => readSearch(JobFilters, search),
    component: JobsPage,
  }),
  newJob: createRoute({ getParentRoute: under, path: '/jobs/new', component: NewJobPage }),
  job: createRoute({
    getParentRoute: under,
    path: '/jobs/$name',
    loader: ({ params }) => preload(queryClient.query(jobQuery(params.name))),
    component: JobPage,
  }),
  editJob: createRoute({ getParentRoute: under, path: '/jobs/$name/edit', component: EditJobPage }),
  launch: createRoute({
    getParentRoute: under,
    path: '/jobs/$name/launch',
    validateSearch: (search) => readSearch(LaunchSearch, search),
    component: LaunchPage,
  }),
  schedules: createRoute({
    getParentRoute: under,
    path: '/schedules',
    validateSearch: (search) => readSearch(ScheduleFilters, search),
    component: SchedulesPage,
  }),
  newSchedule: createRoute({
    getParentRoute: under,
    path: '/schedules/new',
    validateSearch: (search) => readSearch(z.strictObject({ job: z.string().optional() }), search),
    component: NewSchedulePage,
  }),
  schedule: createRoute({
    getParentRoute: under,
    path: '/schedules/$name',
    loader: ({ params }) => preload(queryClient.query(scheduleQuery(params.name))),
    component: SchedulePage,
  }),
  editSchedule: createRoute({ getParentRoute: under, path: '/schedules/$name/edit', component: EditSchedulePage }),
  clusters: createRoute({ getParentRoute: under, path: '/clusters', component: ClustersPage }),
  cluster: createRoute({ getParentRoute: under, path: '/clusters/$name', component: ClusterPage }),
  activity: createRoute({
    getParentRoute: under,
    path: '/activity',
    validateSearch: (search) => readSearch(ActivityFilters, search),
    component: ActivityPage,
  }),
  settings: createRoute({ getParentRoute: under, path: '/settings', component: SettingsPage }),
};

export const router = createRouter({
  routeTree: rootRoute.addChildren(Object.values(routes)),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  // On a run's page, the log says itself which lines are in sight; the router would put it back to where it was.
  scrollRestoration: ({ location }) => !/^\/runs\/./.test(location.pathname),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
