import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AuditController } from './audit.controller.js';
import { DeedsModule } from './deeds.module.js';
import { EndStreams } from './end-streams.js';
import { FirstAdmin } from './first-admin.js';
import { Gate } from './gate.js';
import { GroupGuard } from './group-guard.js';
import { Identify } from './identify.js';
import { RequestOrigin } from './request-origin.js';
import { SessionController } from './session.controller.js';
import { StartPass } from './start-pass.js';
import { TokenUse } from './token-use.js';
import { TokensController } from './tokens.controller.js';
import { TokensService } from './tokens.service.js';

/** Who may do what, and who did what. */
@Module({
  imports: [DeedsModule],
  controllers: [AuditController, SessionController, TokensController],
  providers: [
    EndStreams,
    FirstAdmin,
    Gate,
    Identify,
    StartPass,
    TokenUse,
    TokensService,
    { provide: APP_GUARD, useClass: GroupGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestOrigin },
  ],
})
export class AccessModule {}
