import { Global, Module } from '@nestjs/common';
import { Deeds } from './deeds.js';

/** The pen of the audit trail: for the API, and for whatever of it a worker uses as well. */
@Global()
@Module({ providers: [Deeds], exports: [Deeds] })
export class DeedsModule {}
