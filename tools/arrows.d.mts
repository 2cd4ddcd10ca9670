export function objection(file: string, specifier: string, asType: boolean): string | undefined;
export function resolved(file: string, specifier: string): string;
