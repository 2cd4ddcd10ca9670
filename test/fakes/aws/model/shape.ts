/** One shape of an AWS service model, cut down to what is needed to check an input. */
export type Shape = {
  readonly type?: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly listOf?: string;
  readonly mapOf?: string;
  readonly oneOf?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
};
