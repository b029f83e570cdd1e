// What every NestJS here begins with; the setup under test has `main`, which gets `app`.
import "reflect-metadata";
import { All, Controller, Get, Header, Module, Put, UnauthorizedException } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
// fix: import { preflightCors } from "{fix}";
{setup}
@Module({ controllers: [Items] })
class App {}

async function start() {
  const app = await NestFactory.create(App, { logger: false });
  // fix: app.use(preflightCors);
  main(app);
  await app.listen({port}, "127.0.0.1");
}
start();
