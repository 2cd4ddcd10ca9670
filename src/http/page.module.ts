import { Module } from '@nestjs/common';
import { BuiltPage } from './built-page.js';
import { PageController } from './page.controller.js';

@Module({ controllers: [PageController], providers: [BuiltPage], exports: [BuiltPage] })
export class PageModule {}
