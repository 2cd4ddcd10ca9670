import { relative } from 'node:path';
import { objection } from './arrows.mjs';

/** The table of tools/arrows.mjs as a lint rule, so that an editor shows a forbidden import while it is typed. */
export const arrows = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    const check = (node, specifier, asType) => {
      if (typeof specifier !== 'string') return;
      const message = objection(file, specifier, asType);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, isTypeOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source.value, false),
      TSImportType: (node) => check(node, node.source?.value, true),
    };
  },
};

// `import { type A } from './a.js'` still loads ./a.js under verbatimModuleSyntax: it is not a type-only import.
function isTypeOnly(node, kind) {
  return node[kind] === 'type';
}
