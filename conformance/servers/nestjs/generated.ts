// What loads a generated module: the middleware first, then the application of src/application.rs.
import "reflect-metadata";
import { All, Controller, Module, NotFoundException, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { preflightCors } from "{dir}/preflight-cors.ts";
import { respond } from "{servers}/application.cjs";

@Controller()
class Everything {
  @All("{*path}")
  answer(@Req() request, @Res() response) {
    const answer = respond(request.path, request.headers);
    if (!answer) throw new NotFoundException();
    response.status(answer.status).set(answer.headers).send("{}");
  }
}

@Module({ controllers: [Everything] })
class App {}

async function start() {
  const app = await NestFactory.create(App, { logger: false });
  app.use(preflightCors);
  await app.listen({port}, "127.0.0.1");
}
start();
