import { runCli } from './run-cli.js';
import { thisTerminal } from './output/this-terminal.js';

const exitCode = await runCli(process.argv.slice(2), thisTerminal());
// Everything that was printed must have left before the process does; connections that are kept alive need not be waited for.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
process.exit(exitCode);
