import { clientError } from '../aws-error.js';

const gib = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => (from + n * step) * 1024);

/** The memory sizes, in MiB, that Fargate sells with each number of cpu units. */
const memoryFor: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: gib(1, 4),
  1024: gib(2, 8),
  2048: gib(4, 16),
  4096: gib(8, 30),
  8192: gib(16, 60, 4),
  16384: gib(32, 120, 8),
  32768: [60, 120, 128, 136, 144, 152, 160, 168, 176, 184, 192, 200, 208, 216, 224, 232, 240, 244].map((n) => n * 1024),
};

/** Refuses a pair of cpu and memory that Fargate does not sell. */
export function checkFargateSize(cpu: string | undefined, memory: string | undefined): void {
  if (cpu === undefined || memory === undefined) {
    throw clientError("Fargate requires that 'cpu' and 'memory' be defined at the task level.");
  }
  const units = cpuUnits(cpu);
  const mib = memoryMib(memory);
  if (memoryFor[units]?.includes(mib) !== true) {
    throw clientError(
      `No Fargate configuration exists for given values: ${units} CPU, ${mib} memory. ` +
        'See the Amazon ECS documentation for the valid values.',
    );
  }
}

/** `1024` and `1 vCPU` are the same. */
export function cpuUnits(text: string): number {
  const vcpu = /^(\d*\.?\d+)\s*vcpu$/i.exec(text);
  const units = vcpu ? Number(vcpu[1]) * 1024 : Number(text);
  if (!Number.isInteger(units) || units <= 0) throw clientError(`Invalid setting for cpu: ${text}`);
  return units;
}

/** `2048` and `2 GB` are the same. */
export function memoryMib(text: string): number {
  const gb = /^(\d*\.?\d+)\s*gb$/i.exec(text);
  const mib = gb ? Number(gb[1]) * 1024 : Number(text);
  if (!Number.isInteger(mib) || mib <= 0) throw clientError(`Invalid setting for memory: ${text}`);
  return mib;
}
