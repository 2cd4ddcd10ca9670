/** What a task takes of a machine: cpu in ECS units, memory in MiB. */
export type Need = { cpu: number; memory: number; gpu: number };
