import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/**
 * Swagger looks at a route's parameters only if the compiler has left their types behind, and ours leaves nothing
 * (tools/build/server.mjs). Their schemas say everything else, so it is enough to say that there are parameters.
 */
export function declareParameters(app: INestApplication): void {
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values()) declareOf(metatype);
}

function declareOf(controller: unknown): void {
  if (typeof controller !== 'function') return;
  const prototype = controller.prototype as object; // of a class, which every controller is
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method: unknown = Reflect.get(prototype, name);
    if (name === 'constructor' || typeof method !== 'function') continue;
    Reflect.defineMetadata(
      'design:paramtypes',
      Array.from({ length: method.length }, () => String),
      prototype,
      name,
    );
  }
}
