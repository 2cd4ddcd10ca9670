import { Failure } from '../../../domain/failures.js';

/** The type of an AWS error, or the code of a broken connection. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as { code?: unknown }; // Node's errors have one
  return typeof code === 'string' && error.name === 'Error' ? code : error.name;
}

/** AWS's own words. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${nameOf(error)}: ${error.message}` : String(error);

const status = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode; // every AWS error has it

/** Too many calls, in all its disguises: EC2's limits come as a wrong parameter, and some only in words. */
export const isThrottling = (error: unknown): boolean =>
  /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i.test(nameOf(error)) ||
  status(error) === 429 ||
  (/InvalidParameterException|ClientException/.test(nameOf(error)) &&
    /rate exceeded|request limit exceeded|throttl|too many (requests|concurrent)/i.test(wordsOf(error)));

/** AWS knows us and says no. */
export const isDenied = (error: unknown): boolean =>
  /^(AccessDenied|AccessDeniedException|UnauthorizedException|UnauthorizedOperation)$/.test(nameOf(error));

/** AWS does not know us (any more). */
export const isStranger = (error: unknown): boolean =>
  /CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidSignature|InvalidClientToken|SignatureDoesNotMatch|MissingAuthenticationToken|IncompleteSignature|TokenProviderError/.test(
    nameOf(error),
  );

/** AWS did not even look at what was asked. */
export const isUnheard = (error: unknown): boolean => isStranger(error) || isDenied(error);

/** No answer, or one that leaves open what was done. */
export const isUncertain = (error: unknown): boolean => {
  const code = status(error);
  if (code !== undefined && code >= 500) return true;
  return code === undefined && !isStranger(error) && !(error instanceof Failure);
};

/** Names the action that is missing, and where to add it. */
export function deniedSentence(words: string, asked: string): string {
  const action = /perform(?:ing)?:? ([a-z-]+:\w+)/i.exec(words)?.[1] ?? asked;
  return `Flotilla's AWS role may not do ${action}. Add "${action}" to the policy of Flotilla's role (docs/aws.md).`;
}

/** What an error of an AWS call means for us: a Failure with a sentence that says what was being done. */
export function failureOf(error: unknown, doing: string, action: string, region: string): Failure {
  if (error instanceof Failure) return error;
  const words = wordsOf(error);
  const unreachable = (sentence: string) => new Failure('engine-unreachable', `${sentence} ${words}`, { cause: error });
  if (isStranger(error)) {
    const sentence =
      `AWS does not accept Flotilla's credentials (missing, expired or wrong), so it could not ${doing}. ` +
      `An operator has to give the API and the workers a role or keys that AWS knows (docs/aws.md). ${words}`;
    return new Failure('engine-unreachable', sentence, { cause: error, nothingDone: true });
  }
  if (isDenied(error))
    return new Failure('engine-error', `${deniedSentence(words, action)} ${words}`, {
      cause: error,
      nothingDone: true,
    });
  if (nameOf(error) === 'ClusterNotFoundException') {
    const sentence = `There is no such ECS cluster in ${region} (any more); is it another region?`;
    return new Failure('engine-error', `${sentence} ${words}`, { cause: error });
  }
  if (isThrottling(error)) return unreachable(`AWS in ${region} is asked too often by this account to ${doing} now.`);
  if (isUncertain(error)) return unreachable(`AWS in ${region} could not be asked to ${doing}.`);
  return new Failure('engine-error', `AWS refused to ${doing}: ${words}`, { cause: error });
}
