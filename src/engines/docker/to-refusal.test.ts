import { expect, test } from '@jest/globals';
import { pullRefusal, startRefusal } from './to-refusal.js';

// Word for word what Docker 20.10 and 28 answered.
test.each([
  ['manifest unknown', 'image-not-found'],
  ['manifest for alpine:nope not found: manifest unknown: manifest unknown', 'image-not-found'],
  ['repository 127.0.0.1:5999/x not found: name unknown: name unknown', 'image-not-found'],
  [
    "pull access denied for no/such, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'image-not-found',
  ],
  [
    "pull access denied for ghcr.io/team/private, repository does not exist or may require 'docker login': denied: denied",
    'image-denied',
  ],
  ['no matching manifest for linux/amd64 in the manifest list entries', 'image-not-found'],
  ['unauthorized: authentication required', 'image-denied'],
  ['toomanyrequests: You have reached your pull rate limit.', 'registry-unavailable'],
  ['received unexpected HTTP status: 503 Service Unavailable', 'registry-unavailable'],
  [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    'registry-unavailable',
  ],
  ['Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused', 'registry-unavailable'],
  ['Head "http://127.0.0.1:5999/v2/cut/x/manifests/1": EOF', 'registry-unavailable'],
  ['invalid reference format: repository name must be lowercase', 'invalid-request'],
  ['write /var/lib/docker/tmp/GetImageBlob1: no space left on device', 'disk-full'],
])('a pull that says "%s" is refused as %s', (message, code) => {
  expect(pullRefusal(message)).toEqual({ kind: 'refused', code, evidence: [message] });
});

test.each([
  [400, 'Minimum memory limit allowed is 6MB', 'invalid-request'],
  [400, 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available', 'too-large-for-cluster'],
  [500, 'could not select device driver "" with capabilities: [[gpu]]', 'too-large-for-cluster'],
  [
    400,
    'OCI runtime create failed: exec: "nosuchcmd": executable file not found in $PATH: unknown',
    'command-not-found',
  ],
  [400, 'OCI runtime create failed: exec: "/etc/passwd": permission denied: unknown', 'command-not-found'],
  [500, 'mkdir /var/lib/docker/overlay2/1: no space left on device', 'disk-full'],
  [404, 'network reports not found', 'engine-error'],
  [500, 'layer does not exist', 'engine-error'],
])('a start that is answered with %i, "%s" is refused as %s', (status, message, code) => {
  expect(startRefusal(status, message)).toEqual({ kind: 'refused', code, evidence: [message] });
});

test('what would let others read a layer is not shown', () => {
  const { evidence } = pullRefusal('Get "https://layers.example/ab?sig=secret&exp=1": i/o timeout');
  expect(evidence).toEqual(['Get "https://layers.example/ab?…": i/o timeout']);
});
