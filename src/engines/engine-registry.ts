import { type Cluster, type EngineKind, engineKinds, type EngineSettings } from '../../domain/cluster.js';
import type { Discovery } from '../../domain/connection.js';
import { Failure } from '../../domain/failures.js';
import { Engines, type Engine } from '../../domain/ports.js';

/** How to make one kind of engine. */
export interface EngineMaker {
  /** What is wrong with the settings, each with the path of its field. */
  readonly problems: (settings: EngineSettings) => { path: string; message: string }[];
  readonly make: (settings: EngineSettings) => Engine;
  /** Looks for places of this kind that are not connected yet. */
  readonly discover?: (known: readonly EngineSettings[], region?: string) => Promise<Discovery>;
}

/** The engines of this installation: one instance per cluster, made anew when the cluster's settings change. */
export class EngineRegistry extends Engines {
  readonly #made = new Map<string, { settings: string; engine: Engine }>();

  constructor(private readonly makers: { readonly [K in EngineKind]?: EngineMaker }) {
    super();
  }

  of({ name, engine: settings }: Pick<Cluster, 'name' | 'engine'>): Engine {
    const text = JSON.stringify(settings);
    const known = this.#made.get(name);
    if (known?.settings === text) return known.engine;
    const [problem] = this.problems(settings);
    const maker = this.makers[settings.kind];
    if (problem !== undefined || maker === undefined)
      throw new Failure('invalid-request', `The cluster "${name}" cannot be used: ${problem?.message ?? 'no engine'}`);
    const engine = maker.make(settings);
    this.#made.set(name, { settings: text, engine });
    return engine;
  }

  kinds(): EngineKind[] {
    return engineKinds.filter((kind) => !this.problems({ kind }).some(({ path }) => path === 'kind'));
  }

  problems(settings: EngineSettings): { path: string; message: string }[] {
    const maker = this.makers[settings.kind];
    if (maker !== undefined) return maker.problems(settings);
    const offered = Object.keys(this.makers).join(', ');
    return [{ path: 'kind', message: `There is no engine "${settings.kind}" here; there are: ${offered}.` }];
  }

  async discover(known: readonly Cluster[], region?: string): Promise<Discovery> {
    const settings = known.map(({ engine }) => engine);
    const looks = Object.entries(this.makers).flatMap(([kind, { discover }]) => {
      const ofKind = settings.filter((own) => own.kind === kind);
      return discover === undefined ? [] : [discover(ofKind, region)];
    });
    const discoveries = await Promise.all(looks);
    return {
      found: discoveries.flatMap(({ found }) => found),
      problems: discoveries.flatMap(({ problems }) => problems),
    };
  }
}
