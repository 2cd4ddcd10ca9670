/** The environment variable that carries a parameter: `FLOTILLA_PARAM_DAY` for `day`. */
export const parameterVariable = (name: string): string => `FLOTILLA_PARAM_${name.toUpperCase().replaceAll('-', '_')}`;

/** Parameters whose variable is that of an earlier one: only one of them could be told. */
export function doubleVariables(names: readonly string[]): { name: string; message: string }[] {
  const holders = new Map<string, string>();
  return names.flatMap((name) => {
    const variable = parameterVariable(name);
    const holder = holders.get(variable);
    if (holder !== undefined) return [{ name, message: `its variable ${variable} is that of ${holder} already` }];
    holders.set(variable, name);
    return [];
  });
}
