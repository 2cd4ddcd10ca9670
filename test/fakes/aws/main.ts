import { parseArgs } from 'node:util';
import { startFakeAws } from './start-fake-aws.js';

// npm run fake-aws: an ECS and a CloudWatch Logs to try things with, until Ctrl-C.
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4566' },
    region: { type: 'string', default: 'eu-central-1' },
    containers: { type: 'boolean', default: false },
  },
});
const aws = await startFakeAws({
  port: Number(values.port),
  region: values.region,
  tasks: values.containers ? 'container' : 'process',
  delays: { provisioning: 1500, pending: 500, pull: 1000, deprovisioning: 500 },
});
console.log(`A fake ECS and CloudWatch Logs listen on ${aws.url}; their tasks are ${values.containers ? 'containers of the local Docker Engine' : 'processes of this machine'}. Ctrl-C ends them all.

  export AWS_ENDPOINT_URL=${aws.url} AWS_REGION=${aws.region} AWS_DEFAULT_REGION=${aws.region}
  export AWS_ACCESS_KEY_ID=${aws.credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${aws.credentials.secretAccessKey}

Clusters: default, flotilla. Any subnet-… id will do, for example ${aws.subnets[0] ?? ''}.`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void aws.stop().then(() => process.exit(0)));
