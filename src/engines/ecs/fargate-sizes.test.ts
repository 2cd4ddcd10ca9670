import { describe, expect, test } from '@jest/globals';
import { fargateSize } from './fargate-sizes.js';

describe('sizes of Fargate', () => {
  test.each([
    [0.25, 512],
    [0.25, 2048],
    [1, 8192],
    [2, 16_384],
    [4, 30_720],
    [8, 61_440],
    [16, 122_880],
  ])('%d vCPU with %d MiB is had as it is', (cpu, memoryMiB) => {
    expect(fargateSize({ cpu, memoryMiB })).toEqual({ size: { cpu, memoryMiB } });
  });

  test.each([
    [
      { cpu: 0.01, memoryMiB: 4 },
      { cpu: 0.25, memoryMiB: 512 },
    ],
    [
      { cpu: 0.25, memoryMiB: 4000 },
      { cpu: 0.5, memoryMiB: 4096 },
    ],
    [
      { cpu: 0.5, memoryMiB: 6000 },
      { cpu: 1, memoryMiB: 6144 },
    ],
    [
      { cpu: 3, memoryMiB: 2048 },
      { cpu: 4, memoryMiB: 8192 },
    ],
    [
      { cpu: 8, memoryMiB: 17_000 },
      { cpu: 8, memoryMiB: 20_480 },
    ],
    [
      { cpu: 1, memoryMiB: 120_000 },
      { cpu: 16, memoryMiB: 122_880 },
    ],
  ])('%j is the next larger one, and the note says so', (wanted, size) => {
    const found = fargateSize(wanted);
    expect(found.size).toEqual(size);
    expect(found.note).toContain(`gets (and is billed for) ${size.cpu} vCPU with ${size.memoryMiB} MiB`);
  });

  test('what is larger than the largest is refused, with the largest', () => {
    expect(() => fargateSize({ cpu: 32, memoryMiB: 4096 })).toThrow('its largest is 16 vCPU and 122880 MiB');
  });
});
