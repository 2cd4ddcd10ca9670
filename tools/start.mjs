// npm start: bring dist/ up to date, then `flotilla up` in this very process, so that signals and the exit code are its own.
import { build, BuildFailed } from './build.mjs';
import { onePerPress } from './one-per-press.mjs';

try {
  // Without its page Flotilla still has its API and its command line.
  await build({ quiet: true, dispensable: ['web'] });
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error;
  process.exit(1);
}
onePerPress();
process.setSourceMapsEnabled(true);
process.argv.splice(2, 0, 'up');
await import('../dist/src/cli/main.js');
