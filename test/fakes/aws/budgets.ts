type Bucket = { readonly burst: number; readonly perSecond: number };

const taskReads: Bucket = { burst: 100, perSecond: 20 };
const taskWrites: Bucket = { burst: 100, perSecond: 40 };
const definitionWrites: Bucket = { burst: 20, perSecond: 1 };
const clusterWrites: Bucket = { burst: 20, perSecond: 1 };
const clusterReads: Bucket = { burst: 50, perSecond: 20 };
const definitionReads: Bucket = { burst: 50, perSecond: 20 };
const instanceReads: Bucket = { burst: 50, perSecond: 20 };
const tagCalls: Bucket = { burst: 50, perSecond: 10 };

/** AWS's default quotas; calls that name the same bucket share it. A call that is not listed has no limit here. */
const bucketOf: Readonly<Record<string, Bucket>> = {
  'ecs:RunTask': taskWrites,
  'ecs:StopTask': taskWrites,
  'ecs:DescribeTasks': taskReads,
  'ecs:ListTasks': taskReads,
  'ecs:RegisterTaskDefinition': definitionWrites,
  'ecs:DeregisterTaskDefinition': definitionWrites,
  'ecs:DescribeTaskDefinition': definitionReads,
  'ecs:ListTaskDefinitions': definitionReads,
  'ecs:CreateCluster': clusterWrites,
  'ecs:DeleteCluster': clusterWrites,
  'ecs:PutClusterCapacityProviders': clusterWrites,
  'ecs:DescribeClusters': clusterReads,
  'ecs:ListClusters': clusterReads,
  'ecs:DescribeCapacityProviders': clusterReads,
  'ecs:ListContainerInstances': instanceReads,
  'ecs:DescribeContainerInstances': instanceReads,
  'ecs:TagResource': tagCalls,
  'ecs:UntagResource': tagCalls,
  'ecs:ListTagsForResource': tagCalls,
  'logs:CreateLogGroup': { burst: 10, perSecond: 10 },
  'logs:DeleteLogGroup': { burst: 10, perSecond: 10 },
  'logs:DescribeLogGroups': { burst: 10, perSecond: 10 },
  'logs:PutRetentionPolicy': { burst: 5, perSecond: 5 },
  'logs:CreateLogStream': { burst: 50, perSecond: 50 },
  'logs:DescribeLogStreams': { burst: 25, perSecond: 25 },
  'logs:GetLogEvents': { burst: 25, perSecond: 25 },
  'logs:FilterLogEvents': { burst: 10, perSecond: 10 },
};

/** Fargate starts this many tasks, on top of the limit on calls. */
export const fargateLaunches: Bucket = { burst: 100, perSecond: 20 };

/** Token buckets, filled with time: one per family of calls, as ECS throttles. */
export class Budgets {
  private readonly levels = new Map<Bucket, { tokens: number; at: number }>();

  /** Takes one token for the call; false when its bucket is empty. */
  allows(call: string): boolean {
    const bucket = bucketOf[call];
    return bucket === undefined || this.take(bucket);
  }

  /** Takes one token from the bucket; false when it is empty. */
  take(bucket: Bucket): boolean {
    const now = Date.now();
    const level = this.levels.get(bucket) ?? { tokens: bucket.burst, at: now };
    const tokens = Math.min(bucket.burst, level.tokens + ((now - level.at) / 1000) * bucket.perSecond);
    const enough = tokens >= 1;
    this.levels.set(bucket, { tokens: enough ? tokens - 1 : tokens, at: now });
    return enough;
  }
}
