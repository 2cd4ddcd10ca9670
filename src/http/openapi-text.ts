import { Injectable } from '@nestjs/common';

/** The description of the API as it is served; made when it is first asked for, from the application that serves it. */
@Injectable()
export class OpenApiText {
  private made: string | undefined;
  private make: () => string = () => '{}';

  /** Says how to make it; called once when the application has been put together. */
  from(make: () => string): void {
    this.make = make;
  }

  get text(): string {
    this.made ??= this.make();
    return this.made;
  }
}
