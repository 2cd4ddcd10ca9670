import type {
  BackfillRequest,
  BackfillView,
  PreviewView,
  ScheduleDocument,
  SchedulePage,
  SchedulePutView,
  ScheduleView,
} from '../../../domain/contract/schedules.js';
import type { Http, Query } from './http.js';
import type { Session } from '../session.js';

/** The part of the API that is about schedules; see `Api`. */
export class SchedulesApi {
  constructor(private readonly http: Http) {}

  static async of(session: Session): Promise<SchedulesApi> {
    return new SchedulesApi((await session.api()).http);
  }

  async list(query: Query): Promise<SchedulePage> {
    return (await this.http.ask({ path: '/schedules', query })) as SchedulePage;
  }

  async get(name: string): Promise<ScheduleView> {
    return (await this.http.ask({ path: pathOf(name) })) as ScheduleView;
  }

  async put(document: ScheduleDocument): Promise<SchedulePutView> {
    const path = pathOf(document.name);
    return (await this.http.ask({ method: 'PUT', path, body: document, repeats: 2 })) as SchedulePutView;
  }

  async remove(name: string): Promise<void> {
    await this.http.ask({ method: 'DELETE', path: pathOf(name) });
  }

  async steer(name: string, verb: 'pause' | 'resume', note?: string): Promise<ScheduleView> {
    const body = note === undefined ? {} : { note };
    return (await this.http.ask({ method: 'POST', path: `${pathOf(name)}/${verb}`, body, repeats: 2 })) as ScheduleView;
  }

  async trigger(name: string): Promise<ScheduleView> {
    return (await this.http.ask({ method: 'POST', path: `${pathOf(name)}/trigger`, body: {} })) as ScheduleView;
  }

  async backfill(name: string, body: BackfillRequest): Promise<BackfillView> {
    return (await this.http.ask({ method: 'POST', path: `${pathOf(name)}/backfill`, body })) as BackfillView;
  }

  async stopBackfill(name: string): Promise<ScheduleView> {
    return (await this.http.ask({ method: 'DELETE', path: `${pathOf(name)}/backfill` })) as ScheduleView;
  }

  async preview(name: string, count: number): Promise<PreviewView> {
    return (await this.http.ask({ path: `${pathOf(name)}/preview`, query: { count } })) as PreviewView;
  }
}

const pathOf = (name: string): string => `/schedules/${encodeURIComponent(name)}`;
