export type Tag = { key: string; value?: string };

export type Instance = { arn: string; ec2Id: string; cpu: number; memory: number; gpu: number; at: number };

/** A cluster of the account; `launches` remembers what each client token started. */
export type Cluster = {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  readonly instances: Instance[];
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
  tags: Tag[];
  settings: { name: string; value: string }[];
  readonly launches: Map<string, { request: string; taskArns: string[] }>;
};

export type CapacityProviderStrategyItem = { capacityProvider: string; weight?: number; base?: number };
