interface Layer {
  readonly status: string;
  readonly current: number;
  readonly total: number;
}

const DONE = /^(Pull complete|Already exists)$/;
const MEGABYTE = 1_000_000;

/** Sums up what Docker reports layer by layer while it pulls. */
export class PullProgress {
  /** Set when Docker reported that the pull failed. */
  error: string | undefined;
  private readonly layers = new Map<string, Layer>();

  add(report: Record<string, unknown>): void {
    if (typeof report.error === 'string') this.error = report.error;
    const { id, status } = report;
    if (typeof id !== 'string' || typeof status !== 'string' || status.startsWith('Pulling from')) return;
    const before = this.layers.get(id);
    const detail = (report.progressDetail ?? {}) as { current?: number; total?: number }; // Docker's shape
    const downloading = status === 'Downloading';
    const total = downloading ? (detail.total ?? 0) : (before?.total ?? 0);
    // What comes after the download (verifying, extracting) counts its own bytes: for us the layer is here.
    const current = downloading ? (detail.current ?? 0) : status === 'Waiting' ? 0 : total;
    this.layers.set(id, { status, current, total });
  }

  /** How far it is, for people. */
  phase(): string {
    const layers = [...this.layers.values()];
    if (layers.length === 0) return 'pulling image';
    const done = layers.filter(({ status }) => DONE.test(status)).length;
    const sum = (field: 'current' | 'total'): number => layers.reduce((all, layer) => all + layer[field], 0);
    const bytes = sum('total') === 0 ? '' : `, ${megabytes(sum('current'))} of ${megabytes(sum('total'))} MB`;
    return `pulling image: ${done} of ${layers.length} layers${bytes}`;
  }
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
