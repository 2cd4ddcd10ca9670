import type { PullFailure, StartFailure } from '../chaos-plan.js';

const retried = 'pull image manifest has been retried 1 time(s): failed to resolve ref';

/** Why an image could not be pulled, as ECS words it. */
export const pullFailures: Readonly<Record<PullFailure, (image: string) => string>> = {
  'not-found': (image) => `${retried} ${image}: ${image}: not found`,
  denied: (image) =>
    `${retried} ${image}: pull access denied, repository does not exist or may require authorization: server message: ` +
    'insufficient_scope: authorization failed',
  timeout: (image) =>
    `pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: failed to do request: ` +
    'Head "https://registry-1.docker.io/v2/": dial tcp 52.1.184.176:443: i/o timeout',
  'rate-limit': (image) =>
    `${retried} ${image}: failed to copy: httpReadSeeker: failed open: unexpected status code ` +
    'https://registry-1.docker.io/v2/: 429 Too Many Requests - Server message: toomanyrequests: You have reached your ' +
    'pull rate limit.',
  'no-space': () =>
    'ref pull has been retried 1 time(s): failed to extract layer sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef: ' +
    'write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/27/fs/opt/model.bin: no space left on device: unknown',
};

/** Why a task could not start, as ECS words it. */
export const startFailures: Readonly<Record<StartFailure, string>> = {
  'no-capacity': 'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  'secret-missing':
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to ' +
    'retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {secret} from secrets ' +
    "manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  'log-group-missing':
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create ' +
    'Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
  'command-not-found':
    'ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime ' +
    'create failed: runc create failed: unable to start container process: exec: "no-such-command": executable file not ' +
    'found in $PATH: unknown',
};
