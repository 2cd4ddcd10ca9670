import { Failure } from '../../../domain/failures.js';

interface Size {
  readonly cpu: number;
  readonly memoryMiB: number;
}

const GIB = 1024;

/** vCPUs, then smallest, largest and step of memory in GiB; from AWS's table of task sizes for Linux. */
const rows = [
  [0.5, 1, 4, 1],
  [1, 2, 8, 1],
  [2, 4, 16, 1],
  [4, 8, 30, 1],
  [8, 16, 60, 4],
  [16, 32, 120, 8],
] as const;

const sizes: readonly Size[] = [
  ...[512, 1024, 2048].map((memoryMiB) => ({ cpu: 0.25, memoryMiB })),
  ...rows.flatMap(([cpu, least, most, step]) =>
    Array.from({ length: (most - least) / step + 1 }, (_, i) => ({ cpu, memoryMiB: (least + i * step) * GIB })),
  ),
];

export const LARGEST_FARGATE = { cpu: 16, memoryMiB: 120 * GIB, gpu: 0 } as const;

/**
 * The smallest size that Fargate offers and the request fits into, with a note when it is more than was asked for.
 * Throws a Failure that names the largest when nothing is large enough.
 */
export function fargateSize(wanted: Size): { size: Size; note?: string } {
  // The table is in order of cpu, then memory: fewer vCPUs are always cheaper than less memory.
  const size = sizes.find(({ cpu, memoryMiB }) => cpu >= wanted.cpu && memoryMiB >= wanted.memoryMiB);
  if (size === undefined) {
    const { cpu, memoryMiB } = LARGEST_FARGATE;
    const asked = `${wanted.cpu} vCPU and ${wanted.memoryMiB} MiB`;
    throw new Failure(
      'invalid-request',
      `Fargate has nothing with ${asked}; its largest is ${cpu} vCPU and ${memoryMiB} MiB.`,
    );
  }
  if (size.cpu === wanted.cpu && size.memoryMiB === wanted.memoryMiB) return { size };
  const note =
    `Fargate has no ${wanted.cpu} vCPU with ${wanted.memoryMiB} MiB: ` +
    `the run gets (and is billed for) ${size.cpu} vCPU with ${size.memoryMiB} MiB.`;
  return { size, note };
}
