import type { Tag } from './cluster-record.js';

export type KeyValue = { name: string; value: string };

export type ContainerDefinition = {
  name: string;
  image: string;
  cpu?: number;
  memory?: number;
  memoryReservation?: number;
  essential?: boolean;
  entryPoint?: string[];
  command?: string[];
  environment?: KeyValue[];
  secrets?: { name: string; valueFrom: string }[];
  stopTimeout?: number;
  logConfiguration?: { logDriver: string; options?: Record<string, string> };
  resourceRequirements?: { type: string; value: string }[];
  workingDirectory?: string;
  linuxParameters?: { initProcessEnabled?: boolean };
};

export type TaskDefinition = {
  taskDefinitionArn: string;
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE';
  containerDefinitions: ContainerDefinition[];
  requiresCompatibilities?: string[];
  compatibilities: string[];
  networkMode?: string;
  cpu?: string;
  memory?: string;
  taskRoleArn?: string;
  executionRoleArn?: string;
  ephemeralStorage?: { sizeInGiB: number };
  runtimePlatform?: { cpuArchitecture?: string; operatingSystemFamily?: string };
  registeredAt: number;
  tags: Tag[];
};
