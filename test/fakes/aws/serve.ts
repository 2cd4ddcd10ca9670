import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Account } from './account.js';
import { accountId } from './account.js';
import { answerCall, ConnectionLost } from './answer-call.js';
import { AwsError } from './aws-error.js';
import type { CallCounts } from './call-counts.js';

/** The HTTP face: JSON 1.1 for ECS and CloudWatch Logs, and who one is, from STS. */
export function serve(accountIn: (region: string) => Account, counts: CallCounts): Server {
  return createServer((request, response) => {
    void handle(request, response, accountIn, counts).catch((cause: unknown) => {
      if (cause instanceof ConnectionLost) request.socket.destroy();
      else sendError(response, cause);
    });
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  accountIn: (region: string) => Account,
  counts: CallCounts,
): Promise<void> {
  const body = await readBody(request);
  const region = regionOf(request);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string')
    return send(response, 200, await answerCall(accountIn(region), counts, { target, body }));
  if (/\bAction=GetCallerIdentity\b/.test(body)) return sendIdentity(response);
  throw new AwsError(
    'UnknownOperationException',
    'This fake speaks the JSON protocols of ECS and CloudWatch Logs.',
    {},
    404,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The region that a request was signed for; the signature itself is taken on trust. */
function regionOf(request: IncomingMessage): string {
  const signed = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(request.headers.authorization ?? '');
  if (!signed?.[1]) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', {}, 403);
  }
  return signed[1];
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, cause: unknown): void {
  const error =
    cause instanceof AwsError
      ? cause
      : new AwsError('ServerException', `The fake has a bug: ${String(cause)}`, {}, 500);
  const body = { __type: error.type, message: error.message, ...error.fields };
  send(response, error.status, body, { 'x-amzn-errortype': error.type });
}

function sendIdentity(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>arn:aws:iam::${accountId}:user/flotilla</Arn><UserId>AIDAFAKEFLOTILLA</UserId><Account>${accountId}</Account>` +
      `</GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}
