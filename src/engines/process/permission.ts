import type { Config } from '../../config/config.js';
import { isLoopback } from '../../config/exposure.js';

/**
 * Why the process engine is not to be used here, if it is not: whoever can launch a run acts as the user that the
 * worker runs as, so by itself it is offered only where nobody else can reach the API.
 */
export function processEngineRefusal(config: Pick<Config, 'host' | 'allowProcessEngine'>): string | undefined {
  if (config.allowProcessEngine || isLoopback(config.host)) return undefined;
  return (
    'The process engine runs jobs without isolation, as the user of the worker, and this server listens beyond this ' +
    'machine. Set FLOTILLA_ALLOW_PROCESS_ENGINE=true if everybody who reaches it may do that.'
  );
}
