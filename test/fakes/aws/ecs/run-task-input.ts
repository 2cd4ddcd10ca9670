import type { CapacityProviderStrategyItem, Tag } from './cluster-record.js';
import type { KeyValue } from './task-definition.js';

export type ContainerOverride = {
  name?: string;
  command?: string[];
  environment?: KeyValue[];
  cpu?: number;
  memory?: number;
  resourceRequirements?: { type: string; value: string }[];
};

export type TaskOverride = {
  containerOverrides?: ContainerOverride[];
  cpu?: string;
  memory?: string;
  ephemeralStorage?: { sizeInGiB: number };
  taskRoleArn?: string;
  executionRoleArn?: string;
};

export type RunTaskInput = {
  cluster?: string;
  taskDefinition: string;
  count?: number;
  clientToken?: string;
  startedBy?: string;
  group?: string;
  launchType?: string;
  capacityProviderStrategy?: CapacityProviderStrategyItem[];
  platformVersion?: string;
  networkConfiguration?: {
    awsvpcConfiguration?: { subnets: string[]; securityGroups?: string[]; assignPublicIp?: string };
  };
  overrides?: TaskOverride;
  enableECSManagedTags?: boolean;
  enableExecuteCommand?: boolean;
  propagateTags?: string;
  tags?: Tag[];
};
