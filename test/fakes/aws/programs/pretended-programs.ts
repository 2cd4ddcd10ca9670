import { createHash } from 'node:crypto';
import type { Programs, ProgramSpec } from './program.js';

/** Containers that cost nothing: `sleep 600` takes that long, everything else ends at once. For a thousand tasks at a time. */
export const pretendedPrograms = (): Programs => ({
  pull: (image) => Promise.resolve(`sha256:${createHash('sha256').update(image).digest('hex')}`),
  start: (spec) => Promise.resolve(pretend(spec)),
  close: () => Promise.resolve(),
});

function pretend({ command = [] }: ProgramSpec) {
  const seconds = /^sleep (\d+)$/.exec(command.join(' '))?.[1] ?? '0';
  let end: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (end = resolve));
  const timer = setTimeout(() => end(0), Number(seconds) * 1000);
  return {
    exited,
    signal: (name: 'SIGTERM' | 'SIGKILL') => {
      clearTimeout(timer);
      end(name === 'SIGTERM' ? 143 : 137);
    },
  };
}
