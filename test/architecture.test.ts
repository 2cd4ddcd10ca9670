import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { objection, resolved } from '../tools/arrows.mjs';

const root = join(import.meta.dirname, '..');
const files = ['domain', 'workflows', 'activities', 'src', 'web', 'test'].flatMap(sourcesIn);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('the architecture', () => {
  test('every file imports only what its folder may import (tools/arrows.mjs)', () => {
    const objections = [...imports].flatMap(([file, found]) =>
      found.map(({ specifier, asType }) => objection(file, specifier, asType)).filter((line) => line !== undefined),
    );
    expect(objections).toEqual([]);
  });

  test('no file reaches itself again through its imports', () => {
    expect(cycles()).toEqual([]);
  });

  test('there is no drawer for odds and ends, and no barrel', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|types|misc)(\/|\.tsx?$)/;
    const barrels = /^(?!workflows\/|activities\/).*\/index\.ts$/;
    expect(files.filter((file) => drawers.test(file) || barrels.test(file))).toEqual([]);
  });
});

function sourcesIn(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

interface Import {
  readonly specifier: string;
  readonly asType: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, false);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, asType: boolean) => {
    if (node !== undefined && ts.isStringLiteral(node)) found.push({ specifier: node.text, asType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Each circle once, as the files one passes. Types count too: two files that need each other's types are one idea. */
function cycles(): string[] {
  const known = new Set(files);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) circles.push([...path.slice(seenAt), file].join(' → '));
    if (seenAt >= 0 || done.has(file)) return;
    for (const next of new Set(neighbours(file))) if (known.has(next)) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return circles;
}

function neighbours(file: string): string[] {
  return (imports.get(file) ?? [])
    .filter(({ specifier }) => specifier.startsWith('.'))
    .flatMap(({ specifier }) => {
      const path = resolved(file, specifier);
      return [path, `${path}x`, `${path}.ts`, `${path}.tsx`, path.replace(/\.ts$/, '.tsx')];
    });
}
