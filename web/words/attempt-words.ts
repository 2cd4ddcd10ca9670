import type { JobView } from '../../domain/contract/jobs.js';
import { INFRASTRUCTURE_RETRIES } from '../../domain/retry-rules.js';

/** How often a run is tried: by what its job says, and by what Flotilla does on its own. */
export function attemptWords({ attempts, on }: Pick<JobView['spec']['retry'], 'attempts' | 'on'>): string {
  const asked = attempts === 1 ? '1' : `up to ${attempts} (on ${on.join(', ')})`;
  return `${asked}, and up to ${INFRASTRUCTURE_RETRIES} more after failures of the infrastructure`;
}
