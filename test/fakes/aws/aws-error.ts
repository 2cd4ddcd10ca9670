/** An answer of AWS that says no: becomes the JSON 1.1 error body with `__type` and the extra fields. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly fields: Readonly<Record<string, unknown>> = {},
    readonly status = 400,
  ) {
    super(message);
  }
}

/** What most refusals of ECS and CloudWatch Logs are called. */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** What ECS calls the client's other mistakes. */
export function clientError(message: string): AwsError {
  return new AwsError('ClientException', message);
}
